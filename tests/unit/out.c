#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "base/temporary.h"

/* Each test has a folder of its own, which is the current one meanwhile. */
struct place {
	char folder[32];
	struct arena arena;
	struct diag diag;
};

static int set_up(void **state) {
	struct place *p = calloc(1, sizeof(*p));
	memcpy(p->folder, "/tmp/sitmap-out-XXXXXX", 23);
	diag_init(&p->diag, &p->arena);
	*state = p;
	umask(022);
	return mkdtemp(p->folder) && chdir(p->folder) == 0 ? 0 : -1;
}

static unsigned count_files(void) {
	unsigned n = 0;
	DIR *dir = opendir(".");
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static int tear_down(void **state) {
	struct place *p = *state;
	DIR *dir = opendir(".");
	for (struct dirent *e; (e = readdir(dir));)
		if (unlink(e->d_name) != 0)
			rmdir(e->d_name);
	closedir(dir);
	int result = chdir("/") == 0 ? rmdir(p->folder) : -1;
	arena_release(&p->arena);
	free(p);
	return result;
}

static void put(const char *path, const char *text, mode_t mode) {
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void expect_file(const char *path, const char *text, mode_t mode) {
	char got[256] = "";
	struct stat info;
	int fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	ssize_t n = read(fd, got, sizeof(got) - 1);
	assert_int_equal(n, strlen(text));
	assert_string_equal(got, text);
	assert_int_equal(fstat(fd, &info), 0);
	assert_int_equal(info.st_mode & 07777, mode);
	close(fd);
}

static bool write_text(struct place *p, const char *path, const char *text) {
	struct out *out = out_file(path, &p->arena);
	out_str(out, str_of(text));
	return out_commit(out, &p->diag);
}

static void expect_error(struct place *p, const char *path, const char *cause) {
	const struct diag_item *last = p->diag.first;
	assert_non_null(last);
	while (last->next)
		last = last->next;
	assert_string_equal(last->at.source->name, path);
	if (!strstr(last->message, cause))
		fail_msg("\"%s\" lacks \"%s\"", last->message, cause);
}

static void test_new_file(void **state) {
	struct place *p = *state;
	struct out *out = out_file("new", &p->arena);
	out_printf(out, "%d-%s", 7, "a");
	out_number(out, 1.25, 1);
	assert_int_equal(access("new", F_OK), -1);
	assert_int_equal(out_size(out), 6);
	assert_true(out_commit(out, &p->diag));
	expect_file("new", "7-a1.3", 0644);
	out_abandon(out);
	expect_file("new", "7-a1.3", 0644);
	assert_int_equal(count_files(), 1);
	umask(077);
	assert_true(write_text(p, "private", "x"));
	expect_file("private", "x", 0600);
	assert_true(write_text(p, "empty", ""));
	expect_file("empty", "", 0600);
}

static void test_replaces_and_keeps_the_mode(void **state) {
	struct place *p = *state;
	put("old", "before", 0640);
	struct out *out = out_file("old", &p->arena);
	out_str(out, STR("after"));
	expect_file("old", "before", 0640);
	assert_true(out_commit(out, &p->diag));
	expect_file("old", "after", 0640);
	put("strict", "before", 0400);
	assert_true(write_text(p, "./strict", "after"));
	expect_file("strict", "after", 0400);
	assert_int_equal(count_files(), 2);
}

static void test_abandoned(void **state) {
	struct place *p = *state;
	put("old", "before", 0644);
	struct out *out = out_file("old", &p->arena);
	out_str(out, STR("after"));
	assert_int_equal(count_files(), 2);
	out_abandon(out);
	out_abandon(out);
	out_abandon(NULL);
	expect_file("old", "before", 0644);
	assert_int_equal(count_files(), 1);
}

static void test_long_names(void **state) {
	struct place *p = *state;
	char name[251];
	memset(name, 'n', 250);
	name[250] = '\0';
	assert_true(write_text(p, name, "x"));
	expect_file(name, "x", 0644);
	char path[600];
	snprintf(path, sizeof(path), "%s/%s", p->folder, name);
	assert_true(write_text(p, path, "y"));
	expect_file(name, "y", 0644);
	char over[301];
	memset(over, 'n', 300);
	over[300] = '\0';
	/* Known before anything is written. */
	struct out *out = out_file(over, &p->arena);
	assert_true(out_failed(out));
	assert_false(out_commit(out, &p->diag));
	expect_error(p, over, "File name too long");
	assert_int_equal(count_files(), 1);
}

static void test_links_are_followed(void **state) {
	struct place *p = *state;
	struct stat info;
	assert_int_equal(mkdir("folder", 0755), 0);
	put("folder/real", "before", 0600);
	assert_int_equal(symlink("folder/real", "link"), 0);
	assert_int_equal(symlink("link", "link2"), 0);
	assert_true(write_text(p, "link2", "after"));
	expect_file("folder/real", "after", 0600);
	assert_int_equal(lstat("link2", &info), 0);
	assert_true(S_ISLNK(info.st_mode));
	assert_int_equal(symlink("folder/made", "dangling"), 0);
	assert_true(write_text(p, "dangling", "new"));
	expect_file("folder/made", "new", 0644);
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_false(write_text(p, "loop", "x"));
	expect_error(p, "loop", "symbolic links");
	unlink("folder/real");
	unlink("folder/made");
}

/* A link may say where it leads from the root on. */
static void test_link_from_the_root(void **state) {
	struct place *p = *state;
	char path[64];
	snprintf(path, sizeof(path), "%s/real", p->folder);
	assert_int_equal(symlink(path, "link"), 0);
	assert_true(write_text(p, "link", "x"));
	expect_file("real", "x", 0644);
}

/* What stands there can neither be replaced nor opened. */
static void test_socket(void **state) {
	struct place *p = *state;
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	close(fd);
	assert_false(write_text(p, "socket", "x"));
	expect_error(p, "socket", "cannot open: No such device or address");
	out_abandon(out_file("socket", &p->arena));
	assert_int_equal(count_files(), 1);
}

static void test_format_too_long(void **state) {
	struct place *p = *state;
	struct out *memory = out_memory(&p->arena), *file = out_file("file", &p->arena);
	static const char *volatile format = "%2147483648d";
	out_str(file, STR("x"));
	out_printf(memory, format, 1);
	out_printf(file, format, 1);
	/* What follows changes nothing of it. */
	out_printf(file, format, 1);
	out_str(file, STR("y"));
	out_patch(file, 0, "z", 1);
	assert_false(out_commit(memory, &p->diag));
	assert_false(out_commit(file, &p->diag));
	expect_error(p, "file", "cannot format: Value too large");
	assert_int_equal(count_files(), 0);
}

static void test_refusals(void **state) {
	struct place *p = *state;
	assert_int_equal(mkdir("folder", 0755), 0);
	assert_false(write_text(p, "folder", "x"));
	expect_error(p, "folder", "Is a directory");
	assert_false(write_text(p, "missing/file", "x"));
	expect_error(p, "missing/file", "folder does not exist");
	assert_false(write_text(p, "", "x"));
	put("file", "x", 0644);
	assert_false(write_text(p, "file/x", "x"));
	expect_error(p, "file/x", "Not a directory");
	struct out *out = out_file("missing/file", &p->arena);
	assert_true(out_failed(out));
	assert_null(out_temporary(out));
	out_abandon(out);
	assert_int_equal(count_files(), 2);
}

static void test_devices_are_written_directly(void **state) {
	struct place *p = *state;
	struct stat before, after;
	assert_int_equal(stat("/dev/null", &before), 0);
	assert_true(write_text(p, "/dev/null", "x"));
	assert_int_equal(stat("/dev/null", &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_false(write_text(p, "/dev/full", "x"));
	expect_error(p, "/dev/full", "cannot write: No space left");
	assert_int_equal(symlink("/dev/full", "full"), 0);
	assert_false(write_text(p, "full", "x"));
	expect_error(p, "full", "No space left");
}

static void *read_pipe(void *text) {
	int fd = open("pipe", O_RDONLY);
	size_t n = 0;
	for (ssize_t got; (got = read(fd, (char *)text + n, 15 - n)) > 0;)
		n += (size_t)got;
	close(fd);
	return NULL;
}

static void test_pipe_and_standard_output(void **state) {
	struct place *p = *state;
	char text[16] = "";
	pthread_t thread;
	struct stat info;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(pthread_create(&thread, NULL, read_pipe, text), 0);
	assert_true(write_text(p, "pipe", "through"));
	pthread_join(thread, NULL);
	assert_string_equal(text, "through");
	assert_int_equal(stat("pipe", &info), 0);
	assert_true(S_ISFIFO(info.st_mode));

	int keep = dup(STDOUT_FILENO), file = open("stdout", O_WRONLY | O_CREAT, 0644);
	fflush(stdout);
	dup2(file, STDOUT_FILENO);
	bool ok = write_text(p, "-", "one") && write_text(p, "/dev/stdout", "two");
	int full = open("/dev/full", O_WRONLY);
	dup2(full, STDOUT_FILENO);
	bool bad = write_text(p, "-", "x");
	dup2(keep, STDOUT_FILENO);
	close(keep);
	close(full);
	close(file);
	assert_true(ok);
	assert_false(bad);
	expect_file("stdout", "onetwo", 0644);
	expect_error(p, "standard output", "No space left");
}

/* A pipe that nobody empties is no other run. */
static void test_pipe_that_does_not_wait(void **state) {
	struct place *p = *state;
	static char block[100000];
	int ends[2], keep = dup(STDOUT_FILENO);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
	fflush(stdout);
	dup2(ends[1], STDOUT_FILENO);
	struct out *out = out_file("-", &p->arena);
	out_write(out, block, sizeof(block));
	bool ok = out_commit(out, &p->diag);
	dup2(keep, STDOUT_FILENO);
	close(keep);
	close(ends[0]);
	close(ends[1]);
	assert_false(ok);
	assert_false(p->diag.locked);
	expect_error(p, "standard output", "Resource temporarily unavailable");
}

/* limit WHAT to `most` while `act` runs. */
static void under_limit(int what, rlim_t most, void (*act)(struct place *), struct place *p) {
	struct rlimit old, small;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(what, &old);
	small = old;
	small.rlim_cur = most;
	setrlimit(what, &small);
	act(p);
	setrlimit(what, &old);
}

static struct out *several[2];

static void patch_all(struct place *p) {
	for (int i = 0; i < 2; i++) {
		out_patch(several[i], 50, "patched", 7);
		out_patch(several[i], 50, "patched", 7);
		several[i] = out_commit(several[i], &p->diag) ? several[i] : NULL;
	}
}

static void commit_all(struct place *p) {
	if (!out_commit_all(several, 2, &p->diag))
		several[0] = NULL;
}

static void start_two(struct place *p) {
	static char block[100];
	static const char *const path[] = { "one", "two" };
	for (int i = 0; i < 2; i++) {
		several[i] = out_file(path[i], &p->arena);
		out_write(several[i], block, sizeof(block));
	}
}

/* Whatever of it is written last: what is patched, what a buffer still held. */
static void test_failed_at_the_end(void **state) {
	struct place *p = *state;
	start_two(p);
	/* The first is with the system, the other not. */
	out_patch(several[0], 0, "x", 1);
	under_limit(RLIMIT_FSIZE, 20, patch_all, p);
	assert_null(several[0]);
	assert_null(several[1]);
	expect_error(p, "two", "cannot write: File too large");
	assert_int_equal(p->diag.errors, 2);
	start_two(p);
	under_limit(RLIMIT_FSIZE, 20, commit_all, p);
	assert_null(several[0]);
	assert_int_equal(p->diag.errors, 3);
	expect_error(p, "one", "cannot write: File too large");
	assert_int_equal(count_files(), 0);
}

/* No descriptor is left for what must be held until the name has changed. */
static void test_no_descriptor_for_the_lock(void **state) {
	struct place *p = *state;
	start_two(p);
	under_limit(RLIMIT_NOFILE, 3, commit_all, p);
	assert_null(several[0]);
	assert_int_equal(p->diag.errors, 1);
	expect_error(p, "one", "cannot write: Too many open files");
	assert_int_equal(count_files(), 0);
}

/* As many at a time as a signal can remove. */
static void test_many_at_a_time(void **state) {
	struct place *p = *state;
	enum { MOST = 256 };
	struct out *out[MOST];
	struct rlimit limit;
	char name[16];
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < 2 * MOST + 50) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	for (int i = 0; i < MOST; i++) {
		snprintf(name, sizeof(name), "%d", i);
		out[i] = out_file(name, &p->arena);
		assert_false(out_failed(out[i]));
	}
	assert_false(write_text(p, "more", "x"));
	expect_error(p, "more", "cannot create: Too many open files");
	for (int i = 0; i < MOST; i++)
		out_abandon(out[i]);
	assert_true(write_text(p, "more", "x"));
	assert_int_equal(count_files(), 1);
}

static void test_folder_of_a_long_name(void **state) {
	struct temporary t;
	char path[5001];
	(void)state;
	memset(path, 'n', 5000);
	path[4000] = '/';
	path[4998] = '/';
	path[5000] = '\0';
	assert_int_equal(temporary_open(&t, path, 0644, false), ENAMETOOLONG);
	assert_int_equal(count_files(), 0);
}

/* A write that fails in the middle leaves the old file and nothing else. */
static void test_failed_write(void **state) {
	struct place *p = *state;
	static char block[300000];
	struct rlimit old, small;
	put("old", "before", 0644);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 100000;
	setrlimit(RLIMIT_FSIZE, &small);
	struct out *out = out_file("old", &p->arena);
	out_write(out, block, sizeof(block));
	bool failed = out_failed(out);
	out_write(out, "x", 1);
	bool ok = out_commit(out, &p->diag);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_true(failed);
	assert_false(ok);
	assert_int_equal(p->diag.errors, 1);
	expect_error(p, "old", "cannot write: File too large");
	expect_file("old", "before", 0644);
	assert_int_equal(count_files(), 1);
}

static void test_large_and_small_writes(void **state) {
	struct place *p = *state;
	static char block[200000];
	struct out *file = out_file("big", &p->arena), *memory = out_memory(&p->arena);
	for (size_t i = 0; i < sizeof(block); i++)
		block[i] = (char)('a' + i % 26);
	for (size_t len = 1; len <= sizeof(block); len *= 3) {
		out_write(file, block, len);
		out_write(memory, block, len);
		out_printf(file, "%.*s", (int)(len % 5000), block);
		out_printf(memory, "%.*s", (int)(len % 5000), block);
	}
	assert_true(out_commit(file, &p->diag));
	assert_true(out_commit(memory, &p->diag));
	struct source source;
	assert_true(source_load(&source, "big", &p->arena, &p->diag));
	assert_int_equal(source.text.len, out_size(memory));
	assert_true(str_equal(source.text, out_bytes(memory)));
}

/* Waits until the other side of the pipe has said something, or is gone. */
static bool hear(int fd) {
	char c;
	return read(fd, &c, 1) == 1;
}

/* A child that has opened `path`, written to it, and now waits to be ended. */
static pid_t start_writer(const char *path, bool handlers) {
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct arena arena = ARENA_INIT;
		struct sigaction action;
		/* A shell starts what runs in the background with SIGINT ignored. */
		signal(SIGINT, SIG_DFL);
		signal(SIGHUP, SIG_DFL);
		if (handlers)
			out_install_handlers();
		/* The kernel would take the handler away before it has run. */
		if (sigaction(SIGTERM, NULL, &action) != 0 || action.sa_flags & (int)SA_RESETHAND)
			_exit(8);
		struct out *out = out_file(path, &arena);
		static char block[100000];
		out_write(out, block, sizeof(block));
		if (write(ready[1], "x", 1) == 1)
			for (volatile int busy = 1; busy;) {
			}
		_exit(9);
	}
	close(ready[1]);
	assert_true(hear(ready[0]));
	close(ready[0]);
	return pid;
}

static int end_writer(pid_t pid, int number) {
	int status = 0;
	kill(pid, number);
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? WTERMSIG(status) : -1;
}

static void test_second_run_is_told(void **state) {
	struct place *p = *state;
	pid_t pid = start_writer("map.png", false);
	bool ok = write_text(p, "map.png", "second");
	bool other = write_text(p, "other.png", "other");
	end_writer(pid, SIGKILL);
	assert_false(ok);
	assert_true(other);
	assert_true(p->diag.locked);
	expect_error(p, "map.png", "another run");
	/* The dead run's temporary is still there, and is taken over. */
	assert_int_equal(count_files(), 2);
	assert_true(write_text(p, "map.png", "third"));
	expect_file("map.png", "third", 0644);
	assert_int_equal(count_files(), 2);
}

static void *end_later(void *pid) {
	struct timespec moment = { 0, 100000000 };
	nanosleep(&moment, NULL);
	kill(*(pid_t *)pid, SIGKILL);
	return NULL;
}

static void test_waiting(void **state) {
	struct place *p = *state;
	pid_t pid = start_writer("map.png", false);
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, end_later, &pid), 0);
	struct out *out = out_file_wait("map.png", &p->arena);
	out_str(out, STR("waited"));
	bool ok = out_commit(out, &p->diag);
	pthread_join(thread, NULL);
	waitpid(pid, NULL, 0);
	assert_true(ok);
	expect_file("map.png", "waited", 0644);
	assert_int_equal(count_files(), 1);
}

static void test_signals_remove_the_temporary(void **state) {
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	(void)state;
	for (int i = 0; i < 3; i++) {
		pid_t pid = start_writer("map.png", true);
		assert_int_equal(count_files(), 1);
		assert_int_equal(end_writer(pid, numbers[i]), numbers[i]);
		assert_int_equal(count_files(), 0);
	}
}

/* What another process has open is not a child's to remove. */
static void test_signal_in_a_child(void **state) {
	struct place *p = *state;
	struct out *out = out_file("ours", &p->arena);
	out_str(out, STR("x"));
	pid_t pid = start_writer("theirs", true);
	assert_int_equal(count_files(), 2);
	assert_int_equal(end_writer(pid, SIGTERM), SIGTERM);
	assert_int_equal(count_files(), 1);
	assert_true(out_commit(out, &p->diag));
	expect_file("ours", "x", 0644);
}

/* A mapped input that becomes shorter ends the run in order. */
static void test_mapped_file_cut_short(void **state) {
	(void)state;
	put("input", "some bytes", 0644);
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		struct arena arena = ARENA_INIT;
		out_install_handlers();
		int fd = open("input", O_RDWR | O_CLOEXEC);
		volatile char *map = mmap(NULL, 10, PROT_READ, MAP_PRIVATE, fd, 0);
		dup2(open("said", O_WRONLY | O_CREAT, 0644), STDERR_FILENO);
		out_str(out_file("map.png", &arena), STR("half"));
		_exit(ftruncate(fd, 0) == 0 && map[0] ? 100 : 101);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
	assert_int_equal(count_files(), 2);
	struct stat info;
	assert_int_equal(stat("said", &info), 0);
	assert_true(info.st_size > 20);
}

/* As timeout(1) does: the process, and a moment later its group. */
static void test_signal_sent_twice(void **state) {
	(void)state;
	for (int i = 0; i < 1000; i++) {
		pid_t pid = start_writer("map.png", true);
		kill(pid, SIGTERM);
		for (volatile int wait = 0; wait < i * 2; wait = wait + 1) {
		}
		assert_int_equal(end_writer(pid, SIGTERM), SIGTERM);
		assert_int_equal(count_files(), 0);
	}
}

static void *write_many(void *ignored) {
	(void)ignored;
	for (;;) {
		struct arena arena = ARENA_INIT;
		struct out *out[50];
		for (int i = 0; i < 50; i++)
			out[i] = out_file(arena_printf(&arena, "many-%d", i), &arena);
		for (int i = 0; i < 50; i++)
			out_abandon(out[i]);
		arena_release(&arena);
	}
	return NULL;
}

/* As when one thread finds no memory while another goes on opening files. */
static void test_all_removed_while_more_are_made(void **state) {
	(void)state;
	for (int i = 0; i < 200; i++) {
		pid_t pid = fork();
		if (pid == 0) {
			pthread_t thread;
			pthread_create(&thread, NULL, write_many, NULL);
			struct timespec moment = { 0, 1000000 + i * 10000 };
			nanosleep(&moment, NULL);
			temporary_remove_all();
			_exit(0);
		}
		int status;
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(count_files(), 0);
	}
}

static void test_sweep(void **state) {
	struct place *p = *state;
	pid_t dead = start_writer("dead", false), living = start_writer("living", false);
	end_writer(dead, SIGKILL);
	put(".sitmap-notes", "mine", 0644);
	put("a.tmp", "mine", 0644);
	assert_int_equal(count_files(), 4);
	out_sweep(".");
	unsigned left = count_files();
	end_writer(living, SIGKILL);
	assert_int_equal(left, 3);
	out_sweep("missing");
	assert_int_equal(p->diag.errors, 0);
}

static void test_library_writes_the_temporary(void **state) {
	struct place *p = *state;
	assert_int_equal(mkdir("folder", 0755), 0);
	struct out *out = out_file("folder/a.mbtiles", &p->arena);
	const char *temporary = out_temporary(out);
	assert_non_null(temporary);
	assert_true(strncmp(temporary, "folder/", 7) == 0);
	put(temporary, "database", 0644);
	assert_true(out_commit(out, &p->diag));
	expect_file("folder/a.mbtiles", "database", 0644);
	assert_int_equal(unlink("folder/a.mbtiles"), 0);
	assert_int_equal(rmdir("folder"), 0);
}

/* A planted link at the temporary's name is not written through. */
static void test_planted_link(void **state) {
	struct place *p = *state;
	struct out *out = out_file("map", &p->arena);
	char name[64];
	snprintf(name, sizeof(name), "%s", out_temporary(out));
	out_abandon(out);
	put("victim", "precious", 0644);
	assert_int_equal(symlink("victim", name), 0);
	assert_false(write_text(p, "map", "x"));
	expect_file("victim", "precious", 0644);
	assert_int_equal(unlink(name), 0);
	assert_int_equal(link("victim", name), 0);
	assert_true(write_text(p, "map", "x"));
	expect_file("victim", "precious", 0644);
	expect_file("map", "x", 0644);
}

/* Files of two folders get their names together, or none of them does. */
static void test_several_together(void **state) {
	struct place *p = *state;
	const char *const path[] = { "one", "there/two", "three", "there/four" };
	enum { N = sizeof(path) / sizeof(path[0]) };
	struct out *out[N];
	assert_int_equal(mkdir("there", 0755), 0);
	put("three", "before", 0600);
	for (int i = 0; i < N; i++) {
		out[i] = out_file(path[i], &p->arena);
		out_str(out[i], str_of(path[i]));
		assert_false(access(path[i], F_OK) == 0 && i != 2);
	}
	assert_true(out_commit_all(out, N, &p->diag));
	for (int i = 0; i < N; i++)
		expect_file(path[i], path[i], i == 2 ? 0600 : 0644);
	assert_true(out_commit_all(out, 0, &p->diag));
	for (int i = 0; i < N; i++) {
		out[i] = out_file(i == 2 ? "nowhere/at/all" : path[i], &p->arena);
		out_str(out[i], STR("again"));
	}
	struct out *last[] = { out[2], out[0], out[1], out[3] };
	assert_false(out_commit_all(last, N, &p->diag));
	expect_error(p, "nowhere/at/all", "does not exist");
	expect_file("one", "one", 0644);
	expect_file("there/two", "there/two", 0644);
	out_sweep("there");
	assert_int_equal(unlink("there/two") + unlink("there/four"), 0);
	assert_int_equal(rmdir("there"), 0);
	assert_int_equal(count_files(), 2);
}

/* A name that cannot be had: those before it have theirs, those behind it none. */
static void test_several_until_one_fails(void **state) {
	struct place *p = *state;
	static const char *const path[] = { "one", "two", "three" };
	struct out *out[3], *mixed[2];
	for (int i = 0; i < 3; i++) {
		out[i] = out_file(path[i], &p->arena);
		out_str(out[i], STR("x"));
	}
	assert_int_equal(mkdir("two", 0755), 0);
	assert_false(out_commit_all(out, 3, &p->diag));
	assert_int_equal(p->diag.errors, 1);
	expect_error(p, "two", "cannot write: Is a directory");
	expect_file("one", "x", 0644);
	assert_int_equal(count_files(), 2);
	/* What is written directly goes on its own. */
	mixed[0] = out_file("/dev/full", &p->arena);
	mixed[1] = out_file("three", &p->arena);
	out_str(mixed[0], STR("x"));
	out_str(mixed[1], STR("x"));
	assert_false(out_commit_all(mixed, 2, &p->diag));
	expect_error(p, "/dev/full", "No space left");
	mixed[0] = out_file("/dev/null", &p->arena);
	mixed[1] = out_file("three", &p->arena);
	assert_true(out_commit_all(mixed, 2, &p->diag));
	out_abandon(out_file("/dev/null", &p->arena));
	assert_int_equal(count_files(), 3);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_new_file),
		TEST(test_replaces_and_keeps_the_mode),
		TEST(test_abandoned),
		TEST(test_long_names),
		TEST(test_links_are_followed),
		TEST(test_link_from_the_root),
		TEST(test_socket),
		TEST(test_format_too_long),
		TEST(test_refusals),
		TEST(test_devices_are_written_directly),
		TEST(test_pipe_and_standard_output),
		TEST(test_pipe_that_does_not_wait),
		TEST(test_failed_write),
		TEST(test_failed_at_the_end),
		TEST(test_no_descriptor_for_the_lock),
		TEST(test_many_at_a_time),
		TEST(test_folder_of_a_long_name),
		TEST(test_large_and_small_writes),
		TEST(test_second_run_is_told),
		TEST(test_waiting),
		TEST(test_signals_remove_the_temporary),
		TEST(test_signal_in_a_child),
		TEST(test_signal_sent_twice),
		TEST(test_all_removed_while_more_are_made),
		TEST(test_mapped_file_cut_short),
		TEST(test_sweep),
		TEST(test_library_writes_the_temporary),
		TEST(test_planted_link),
		TEST(test_several_together),
		TEST(test_several_until_one_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
