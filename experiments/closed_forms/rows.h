/* The rows of the table of closed forms, each in the file of its type. */
#ifndef POSBIAS_CLOSED_FORMS_ROWS_H
#define POSBIAS_CLOSED_FORMS_ROWS_H

#include "experiments/closed_forms/closed_forms.h"

extern const struct closed_forms closed_rope, closed_nope, closed_alibi, closed_tapa, closed_xpos,
    closed_kerple, closed_t5, closed_fire, closed_hope_hyp, closed_hope_fast, closed_cope_clip,
    closed_rope_id, closed_evq, closed_hyspe, closed_jordan, closed_jordan_stab, closed_grape_m,
    closed_rope_im, closed_pope, closed_fope, closed_path, closed_grape_a, closed_carope,
    closed_fox, closed_selective, closed_cope_ctx, closed_grape_ap;

#endif
