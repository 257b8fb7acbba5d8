/* Makes a program's coarse clock run ahead: LD_PRELOAD=fast_clock.so FAST_CLOCK=N, N times as fast,
 * so that what happens every few seconds happens every few milliseconds. What the program starts is
 * left alone. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long times = 1;

__attribute__((constructor)) static void begin(void)
{
    const char *n = getenv("FAST_CLOCK");
    times = n ? atol(n) : 1;
    unsetenv("LD_PRELOAD");
}

int clock_gettime(clockid_t clock, struct timespec *out)
{
    struct timespec now;
    if (clock != CLOCK_MONOTONIC_COARSE)
        return (int)syscall(SYS_clock_gettime, clock, out);
    if (syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now) != 0)
        return -1;
    long long all = times * (1000000000LL * now.tv_sec + now.tv_nsec);
    out->tv_sec = (time_t)(all / 1000000000);
    out->tv_nsec = (long)(all % 1000000000);
    return 0;
}
