#include "tests/tools/model_files.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bytes_put(struct bytes *b, size_t size, const void *from)
{
    b->at = realloc(b->at, b->size + size + 1);
    ck_assert_ptr_nonnull(b->at);
    if (size)
        memcpy(b->at + b->size, from, size);
    b->size += size;
}

void bytes_number(struct bytes *b, size_t size, uint64_t value)
{
    for (size_t i = 0; i < size; i++, value >>= 8) {
        unsigned char byte = (unsigned char)value;
        bytes_put(b, 1, &byte);
    }
}

void bytes_text(struct bytes *b, const char *text) { bytes_put(b, strlen(text), text); }

void bytes_string(struct bytes *b, const char *text)
{
    bytes_number(b, 8, strlen(text));
    bytes_text(b, text);
}

void bytes_zeros(struct bytes *b, size_t size)
{
    static const unsigned char zeros[4096];
    for (size_t part; size > 0; size -= part) {
        part = size < sizeof zeros ? size : sizeof zeros;
        bytes_put(b, part, zeros);
    }
}

void bytes_free(struct bytes *b)
{
    free(b->at);
    *b = (struct bytes){NULL, 0};
}

static void put_hex(struct bytes *b, const char *digits)
{
    for (; digits[0] && digits[1]; digits += 2) {
        const char pair[] = {digits[0], digits[1], '\0'};
        bytes_number(b, 1, strtoull(pair, NULL, 16));
    }
}

static void put_word(struct bytes *b, char *word)
{
    char *what = word + 2;
    float single;
    ck_assert_msg(word[0] && word[1] == ':', "%s", word);
    switch (word[0]) {
    case 'f':
        single = strtof(what, NULL);
        bytes_put(b, sizeof single, &single);
        break;
    case 'z':
        bytes_zeros(b, strtoull(what, NULL, 10));
        break;
    case 'x':
        put_hex(b, what);
        break;
    case 's':
    case 't':
        for (char *c = what; *c; c++)
            *c = *c == '~' ? ' ' : *c == '\'' ? '"' : *c;
        (word[0] == 's' ? bytes_string : bytes_text)(b, what);
        break;
    default:
        ck_assert_msg(strchr("1248", word[0]) != NULL, "%s", word);
        bytes_number(b, (size_t)(word[0] - '0'),
                     *what == '-' ? (uint64_t)strtoll(what, NULL, 10) : strtoull(what, NULL, 10));
    }
}

void bytes_words(struct bytes *b, const char *words)
{
    char *copy = strdup(words), *rest = copy;
    ck_assert_ptr_nonnull(copy);
    for (char *word; (word = strsep(&rest, " "));)
        if (*word)
            put_word(b, word);
    free(copy);
}

const char *model_file(struct folder *f, const char *name, const char *words)
{
    struct bytes b = {NULL, 0};
    bytes_put(&b, 0, "");
    bytes_words(&b, words);
    const char *path = folder_write(f, name, b.size, b.at);
    bytes_free(&b);
    return path;
}

static float power(double base, float exponent, int off)
{
    float p = (float)pow((double)(float)base, exponent);
    for (; off > 0; off--)
        p = nextafterf(p, HUGE_VALF);
    for (; off < 0; off++)
        p = nextafterf(p, 0.0f);
    return p;
}

/* c/x is the reciprocal's product there. */
static float over(double c, float x)
{
    float inverse = 1.0f / x;
    return inverse * (float)c;
}

void llama3_divisors(const struct llama3 *l, int off, float *out)
{
    for (size_t n = 0; n < l->dim / 2; n++) {
        float x = (float)(2 * n) / (float)l->dim, freq = over(1.0, power(l->base, x, off)),
              wavelength = over(TWO_PI, freq);
        if (wavelength < l->trained / l->high) {
            out[n] = 1.0f;
        } else if (wavelength > l->trained / l->low) {
            out[n] = (float)l->factor;
        } else {
            float s = over(l->trained, wavelength) - (float)l->low, rest;
            s /= (float)(l->high - l->low);
            rest = (1.0f - s) / (float)l->factor;
            out[n] = over(1.0, rest + s);
        }
    }
}

const char *gguf_file(struct folder *f, const char *name, size_t keys, const char *words,
                      const struct gguf_floats tensors[2])
{
    struct bytes b = {NULL, 0};
    size_t count = tensors[0].name ? 1 + (tensors[1].name != NULL) : 0, offset = 0;
    bytes_words(&b, "t:GGUF 4:3");
    bytes_number(&b, 8, count);
    bytes_number(&b, 8, keys);
    bytes_words(&b, words);
    for (size_t i = 0; i < count; i++) {
        bytes_string(&b, tensors[i].name);
        bytes_number(&b, 4, 1);
        bytes_number(&b, 8, tensors[i].count);
        bytes_number(&b, 4, 0);
        bytes_number(&b, 8, offset);
        offset += (4 * tensors[i].count + 31) / 32 * 32;
    }
    for (size_t i = 0; i < count; i++) {
        bytes_zeros(&b, (32 - b.size % 32) % 32);
        bytes_put(&b, 4 * tensors[i].count, tensors[i].at);
    }
    const char *path = folder_write(f, name, b.size, b.at);
    bytes_free(&b);
    return path;
}
