/* The model that expected verdicts on real vectors are about. */
#ifndef POSBIAS_TEST_MODEL_H
#define POSBIAS_TEST_MODEL_H

#include "experiments/harness/claims/claim_file.h"

/* stories260K.bin of Andrej Karpathy's tinyllamas: llama2.c's format, 5 layers, 8 heads of
 * dimension 8, 512 tokens; its SHA-256 begins 9414d5a285453a7e. */
static const struct claim_file test_model = {"stories260K.bin", 1056540.0, 0x6a6812ca8fc2f805};

#endif
