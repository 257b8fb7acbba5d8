#include "experiments/reportcard/defaults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"

/* In the order of the card: frequencies of RoPE and what is done to them; other groups; biases;
 * other functions of the distance; what the tokens between say. */
const char *const card_defaults[] = {
    "nope:norm=sqrt,dim={dim}",
    "rope:base=1e4,dim={dim}",
    "rope:base=5e5,dim={dim}",
    "rope:base=1e4,scaling=yarn,factor=4,orig={context/4},dim={dim}",
    "rope:base=1e4,scaling=mrrope-pro,factor=4,orig={context/4},dim={dim}",
    "rope:base=1e4,rotary={dim*3/4},partial=p,dim={dim}",
    "hope-fast:base=1e4,train={context},dim={dim}",
    "cope-clip:base=1e7,taper=soft,dim={dim}",
    "cope-clip:base=1e7,taper=hard,dim={dim}",
    "rope-id:train={context},dim={dim}",
    "evq:base=5e5,train={context},dim={dim}",
    "rope-im:base=1e4,part=im,dim={dim}",
    "rope-im:base=1e4,part=pair,dim={dim}",
    "grape-m:omega=1,dim={dim}",
    "xpos:base=1e4,scale=512,dim={dim}",
    "hope-hyp:decay=1.1,base=1e4,dim={dim}",
    "hyspe:chi=0.005,delta=0.0005,dim={dim}",
    "jordan:base=1e4,dim={dim}",
    "jordan-stab:train={context},at={context*2},dim={dim}",
    "alibi:heads=8,head=3,dim={dim}",
    "kerple-log:p=1,a=0.5,dim={dim}",
    "t5:slope=0.25,buckets=32,most=128,dim={dim}",
    "fire:slope=1,l0=512,at={context*2},dim={dim}",
    "grape-a:slope=0.0625,dim={dim}",
    "tapa:alpha=0.1,split=0.5,dim={dim}",
    "pope:base=1e4,delta=0,dim={dim}",
    "fope:base=1e4,train={context},at={context*2},dim={dim}",
    "path:beta=1,dim={dim}",
    "carope:dim={dim}",
    "selective:base=5e5,dim={dim}",
    "fox:dim={dim}",
    "cope-ctx:slope=0.0625,rows=64,dim={dim}",
    "grape-ap:slope=0.0625,at={context*2},dim={dim}",
};
const size_t card_default_count = ARRAY_COUNT(card_defaults);

/* The number that stands for a name between braces; a name that is none is a fault of the table. */
static double number_of(const char *name, size_t length, double context, size_t dim)
{
    const struct {
        const char *name;
        double number;
    } known[] = {{"dim", (double)dim},
                 {"dim*3/4", 2.0 * (double)(dim * 3 / 8)},
                 {"context", context},
                 {"context/4", context / 4.0},
                 {"context*2", context * 2.0}};
    for (size_t i = 0; i < ARRAY_COUNT(known); i++)
        if (strlen(known[i].name) == length && strncmp(known[i].name, name, length) == 0)
            return known[i].number;
    return 0.0;
}

/* Appends a row, its numbers filled in, to out, or only counts its characters. */
static size_t fill(const char *row, double context, size_t dim, char *out)
{
    size_t length = 0;
    while (*row) {
        char text[32];
        size_t name = *row == '{' ? strcspn(row, "}") : 0;
        if (name)
            snprintf(text, sizeof text, "%.17g", number_of(row + 1, name - 1, context, dim));
        else
            snprintf(text, sizeof text, "%c", *row);
        row += name + 1;
        if (out)
            memcpy(out + length, text, strlen(text) + 1);
        length += strlen(text);
    }
    return length;
}

char *card_default_list(double context, size_t dim, struct message *error)
{
    size_t size = 1, at = 0;
    for (size_t i = 0; i < card_default_count; i++)
        size += fill(card_defaults[i], context, dim, NULL) + 1;
    char *list = malloc(size);
    if (!list) {
        message_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < card_default_count; i++) {
        at += fill(card_defaults[i], context, dim, list + at);
        if (i + 1 < card_default_count)
            list[at++] = ';';
    }
    list[at] = '\0';
    return list;
}
