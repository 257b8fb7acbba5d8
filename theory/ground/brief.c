#include "theory/ground/brief.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* "1.0e-4" of "1.0e-04": digits behind the point as asked, the power as short as it is. */
static struct brief by_power(double x, int digits)
{
    struct brief printed, out;
    snprintf(printed.text, sizeof printed.text, "%.*e", digits, x);
    char *power = printed.text;
    while (*power != 'e')
        power++;
    *power++ = '\0';
    snprintf(out.text, sizeof out.text, "%.16se%d", printed.text, atoi(power));
    return out;
}

/* Of x as it is printed with these digits behind the point. */
static int power_of(double x, int digits)
{
    struct brief printed = by_power(x, digits);
    char *power = printed.text;
    while (*power != 'e')
        power++;
    return atoi(power + 1);
}

struct brief brief_tenths(double x)
{
    struct brief out;
    snprintf(out.text, sizeof out.text, fabs(x) < 9.95 ? "%.1f" : "%.0f", x);
    return out;
}

struct brief brief_number(double x)
{
    static const struct {
        double unit, least; /* what rounds to a whole of them */
        char suffix;
    } units[] = {{1048576.0, 1048064.0, 'M'}, {1024.0, 1023.5, 'k'}};
    struct brief out;
    if (fabs(x) >= 1e9 || (x != 0.0 && power_of(x, 1) < -3))
        return by_power(x, abs(power_of(x, 1)) > 9 ? 0 : 1);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (fabs(x) >= units[i].least) {
            struct brief number = brief_tenths(x / units[i].unit);
            snprintf(out.text, sizeof out.text, "%.30s%c", number.text, units[i].suffix);
            return out;
        }
    snprintf(out.text, sizeof out.text, fabs(x) >= 99.5 ? "%.0f" : "%.2g", x);
    return out;
}

struct brief brief_three(double x)
{
    struct brief out;
    int power = x == 0.0 ? 2 : power_of(x, 2);
    if (power >= 6 || power < -4)
        return by_power(x, 2);
    snprintf(out.text, sizeof out.text, "%.*f", power >= 2 ? 0 : 2 - power, x);
    return out;
}

struct brief brief_time(double seconds)
{
    struct brief out;
    double s = ceil(seconds);
    if (s < 60.0)
        snprintf(out.text, sizeof out.text, "%.0f s", s);
    else if (s < 3600.0)
        snprintf(out.text, sizeof out.text, "%.0f min %.0f s", floor(s / 60.0), fmod(s, 60.0));
    else
        snprintf(out.text, sizeof out.text, "%.0f h %.0f min", floor(s / 3600.0),
                 floor(fmod(s, 3600.0) / 60.0));
    return out;
}

struct brief brief_percent(double share)
{
    struct brief out;
    snprintf(out.text, sizeof out.text, "%.0f %%", floor(100.0 * share));
    return out;
}
