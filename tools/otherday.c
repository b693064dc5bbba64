/* Another date for a whole run of the tests, without touching the machine's clock:
 *
 *     cc -shared -fPIC -o var/otherday.so tools/otherday.c
 *     AHEAD=$(($(date -d 2027-03-01T09:00 +%s) - $(date +%s))) LD_PRELOAD=$PWD/var/otherday.so make test
 *
 * Every process of the run is moved as many seconds, and its clock goes on from there: Python, gunicorn, Celery,
 * Chromium. PostgreSQL, Redis and the disk keep the machine's. (Debian's faketime 0.9.10 makes Python's sleep fail.)
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const char *ahead = getenv("AHEAD");
    int failed = syscall(SYS_clock_gettime, clock, now);
    if (!failed && ahead && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += atol(ahead);
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    now->tv_sec = found.tv_sec;
    now->tv_usec = found.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now)
{
    struct timespec found;
    clock_gettime(CLOCK_REALTIME, &found);
    if (now)
        *now = found.tv_sec;
    return found.tv_sec;
}
