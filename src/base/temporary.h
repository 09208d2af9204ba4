#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * The file that an output is written to before it gets its name: in the folder
 * of the target, locked by flock, removed by the handlers of out_install_handlers()
 * when a signal ends the run.  Its name follows from that of the target and is
 * short, so that two runs meet at it and a long target works.
 */
struct temporary {
	int fd, folder, slot;
	char name[32]; /* in the folder */
};

/*
 * `target` is the file's path, no symbolic link.  0 or an errno: EWOULDBLOCK
 * when another run writes this target and `wait` is false.  What a dead run
 * left is replaced.
 */
int temporary_open(struct temporary *t, const char *target, mode_t mode, bool wait);

/* Both 0 or an errno; both close everything.  The rename is followed by an
 * fsync of the folder, the file itself must be on disk already. */
int temporary_rename(struct temporary *t, const char *target);
void temporary_remove(struct temporary *t);

/* temporary_rename() in two steps, for many files at a time: a file that was published has
 * its name, and is let go of after its folder was synced, or the folder that another file
 * of it has open. */
int temporary_publish(struct temporary *t, const char *target);
int temporary_sync_folder(int folder);
void temporary_let_go(struct temporary *t);

/* Lets the disk begin to write the file, without waiting. */
void temporary_start_writing(const struct temporary *t);

/* Removes what dead runs left in a folder; a living run's are not touched. */
void temporary_sweep(const char *folder);

/* Removes all temporaries of this process; async-signal-safe. */
void temporary_remove_all(void);

#endif
