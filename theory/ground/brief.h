/* Numbers in few digits, for people: what is shown is rounded first, and its form chosen by that,
 * so that no rounding carries it over into the next form, as 10.0e-5, 1024 for 1.0k or 60 s do. */
#ifndef POSBIAS_THEORY_GROUND_BRIEF_H
#define POSBIAS_THEORY_GROUND_BRIEF_H

struct brief {
    char text[32];
};

/* At most seven characters: two digits, "0.52", or whole, "437", then in units of 1024 and 1048576,
 * "8.0k" and "16M"; from 1e9 on and below 1e-3 "1.0e-4", with three digits of a power "1e-100". */
struct brief brief_number(double x);

/* Three digits, "0.0110", "44.0", "1250" whole; from 1e6 on and below 1e-4 "6.24e27", and "0". */
struct brief brief_three(double x);

/* One digit behind the point below 10, "9.9", and none from there on, "10". */
struct brief brief_tenths(double x);

/* Whole seconds, none forgotten: "12 s", "3 min 20 s", "2 h 5 min". */
struct brief brief_time(double seconds);

/* Whole per cents of a share, "99 %": 100 is what is whole. */
struct brief brief_percent(double share);

#endif
