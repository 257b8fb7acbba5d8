/* Mathematical constants, rounded by the compiler to the type they are written in. */
#ifndef POSBIAS_THEORY_GROUND_CONSTANTS_H
#define POSBIAS_THEORY_GROUND_CONSTANTS_H

#define PI          3.14159265358979323846264338327950288
#define TWO_PI      6.28318530717958647692528676655900577
#define HALF_PI     1.57079632679489661923132169163975144
#define PI_L        3.14159265358979323846264338327950288L
#define TWO_PI_L    6.28318530717958647692528676655900577L
#define EULER_GAMMA 0.57721566490153286060651209008240243

/* The largest relative error of one rounding to double: half a unit in the last place of 1. */
#define UNIT_ROUNDING 0x1p-53

#endif
