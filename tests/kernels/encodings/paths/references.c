/* Scores of path encodings from the definition: tokens[b] is b places before the query. */
#include "tests/kernels/encodings/references.h"

/* The key is taken through H_(n+1) .. H_m, the other way round than the engine goes. */
REFERENCE(path, "path:dim=8,beta=1.5")
{
    long double key[REFERENCE_DIM];
    for (size_t c = 0; c < REFERENCE_DIM; c++)
        key[c] = k[c];
    for (size_t back = (size_t)r; back-- > 0;) {
        const double *w = tokens + back * REFERENCE_DIM;
        long double along = 0.0L;
        for (size_t c = 0; c < REFERENCE_DIM; c++)
            along += w[c] * key[c];
        for (size_t c = 0; c < REFERENCE_DIM; c++)
            key[c] -= 1.5L * along * w[c];
    }
    long double sum = 0.0L;
    for (size_t c = 0; c < REFERENCE_DIM; c++)
        sum += q[c] * key[c];
    return sum / sqrtl(REFERENCE_DIM);
}

REFERENCE(carope, "carope:dim=8")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++) {
        long double angle = 0.0L;
        for (size_t back = 0; back < (size_t)r; back++)
            angle += powl(tokens[back], (long double)(n + 1));
        sum += reference_turned(q, k, n, angle, 1.0L);
    }
    return sum / sqrtl(REFERENCE_DIM);
}

REFERENCE(selective, "selective:dim=8,base=100")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++) {
        long double phase = 0.0L;
        for (size_t back = 0; back < (size_t)r; back++)
            phase += tokens[back * REFERENCE_DIM / 2 + n];
        sum += reference_turned(q, k, n, reference_theta(n, 100.0L), phase);
    }
    return sum / sqrtl(REFERENCE_DIM);
}

REFERENCE(fox, "fox:dim=8")
{
    long double sum = reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM);
    for (size_t back = 0; back < (size_t)r; back++)
        sum += tokens[back];
    return sum;
}

static long double open_gate(const double *q, const double *k)
{
    return 1.0L / (1.0L + expl(-reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM)));
}

REFERENCE(cope_ctx, "cope-ctx:dim=8,slope=0.25")
{
    long double p = open_gate(q, k);
    for (size_t back = 0; back < (size_t)r; back++)
        p += open_gate(q, tokens + back * REFERENCE_DIM);
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) - 0.25L * fminl(p, 63.0L);
}

/* p_l is turned, where the engine turns the product. */
REFERENCE(grape_ap, "grape-ap:dim=8,slope=0.0625")
{
    long double sum = reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM);
    for (size_t back = 0; back < (size_t)r; back++) {
        const double *p = tokens + 8 * back;
        long double l = 131071.0L - (long double)back, c = cosl(l), s = sinl(l), z = 0.0L;
        for (size_t i = 0; i < 8; i += 2) {
            z += tokens[i] * (p[i] * c - p[i + 1] * s) / 8.0L;
            z += tokens[i + 1] * (p[i] * s + p[i + 1] * c) / 8.0L;
        }
        sum -= 0.0625L * logl(1.0L + expl(-z));
    }
    return sum;
}
