/* Getting the matrix library to use the processor it runs on. */
#ifndef POSBIAS_HARNESS_COMMAND_BLAS_H
#define POSBIAS_HARNESS_COMMAND_BLAS_H

/* Starts the program again with OPENBLAS_CORETYPE set if OpenBLAS took an unknown, newer processor
 * for its oldest one. OpenBLAS chooses its kernels before main, so only a fresh start can change
 * them; a value the user set is left alone. */
void blas_prefer_widest(char **argv);

/* One line saying which kernels are in use. */
const char *blas_description(void);

#endif
