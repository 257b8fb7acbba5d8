#include "theory/model/shapes/hyspe_shape.h"

#include <math.h>

void hyspe_fill(double chi_most, struct hyspe_shape *shape)
{
    for (size_t n = 0; n < shape->schedule->pairs; n++) {
        double chi = chi_most * tanh(shape->schedule->theta[n]);
        shape->chi[n] = chi;
        /* e^(chi/4)/sqrt(2 cosh(chi/2)) and e^(-chi/4)/.., without what overflows */
        shape->stretched[n] = 1.0 / sqrt(1.0 + exp(-chi));
        shape->shrunk[n] = exp(-0.5 * chi) * shape->stretched[n];
    }
}
