#define _DEFAULT_SOURCE
/* measure [-n RUNS] NAME COMMAND...: CPU time (median and least), the least time elapsed and
 * peak memory of whole processes; one line. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t) {
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *left, const void *right) {
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

static void run_child(char **argv) {
	int null = open("/dev/null", O_WRONLY);
	if (null >= 0)
		dup2(null, STDOUT_FILENO);
	execvp(argv[0], argv);
	_exit(127);
}

int main(int argc, char **argv) {
	enum { MOST = 1000 };
	double cpu[MOST], elapsed = INFINITY;
	long peak = 0;
	int runs = 11, at = 1;
	if (argc > 3 && strcmp(argv[1], "-n") == 0) {
		runs = (int)strtol(argv[2], NULL, 10);
		at = 3;
	}
	if (runs < 1 || runs > MOST || argc < at + 2)
		return 2;
	for (int i = 0; i < runs; i++) {
		struct rusage use;
		int status;
		double began = now();
		pid_t child = fork();
		if (child < 0)
			return 1;
		if (child == 0)
			run_child(argv + at + 1);
		if (wait4(child, &status, 0, &use) != child || status != 0) {
			printf("%-28s failed\n", argv[at]);
			return 1;
		}
		elapsed = fmin(elapsed, now() - began);
		cpu[i] = seconds(use.ru_utime) + seconds(use.ru_stime);
		if (use.ru_maxrss > peak)
			peak = use.ru_maxrss;
	}
	qsort(cpu, (size_t)runs, sizeof(*cpu), compare);
	printf("%-28s %7.3f s CPU (least %.3f), %.3f s elapsed, %6.1f MB\n", argv[at],
		cpu[runs / 2], cpu[0], elapsed, (double)peak / 1024);
	return 0;
}
