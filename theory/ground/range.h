/* Numbers that are known to lie in a range, computed with an error. */
#ifndef POSBIAS_THEORY_GROUND_RANGE_H
#define POSBIAS_THEORY_GROUND_RANGE_H

/* The nearest number of the range least to most to a value whose error explains that it lies
 * outside: the truth is in the range, so that it is no farther from that. A value that lies farther
 * out stays as it is, wrong as it must be, to be seen. NAN stays NAN. */
static inline double range_kept(double value, double error, double least, double most)
{
    if (value < least && value + error >= least)
        return least;
    return value > most && value - error <= most ? most : value;
}

#endif
