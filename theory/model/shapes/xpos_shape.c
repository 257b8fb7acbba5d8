#include "theory/model/shapes/xpos_shape.h"

void xpos_rates(size_t dim, double scale, double *rate)
{
    /* 1 - zeta_n = (5 D - 10 n)/(7 D): both whole, the quotient rounds once */
    for (size_t n = 0; n < dim / 2; n++)
        rate[n] = -log1p(-((double)(5 * dim - 10 * n) / (double)(7 * dim))) / scale;
}
