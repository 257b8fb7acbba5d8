#include "kernels/encodings/unevaluated.h"

#include <strings.h>

const struct unevaluated unevaluated[] = {
    {"seqpe",
     "its positions are vectors from a transformer over their digits, which has to be trained",
     "arXiv 2506.13277 and its code"},
    {"dape",
     "its bias is a network of the scores themselves and of another encoding's bias, which has to "
     "be trained; that other encoding alone can be evaluated",
     "arXiv 2405.14722, abstract"},
    {"repo",
     "it assigns positions by a module of each token's hidden state, which has to be trained",
     "arXiv 2512.14391, abstract"},
    {"liere",
     "its rotations have dense generators, which have to be trained; of one axis they turn pairs "
     "as rope does, at frequencies of their own",
     "arXiv 2406.10322, abstract"},
    {"lerope", "it has to be trained, by the list that names it; no text of it was found",
     "second-hand"},
    {"adarope", "it has to be trained, by the list that names it; no text of it was found",
     "second-hand"},
    {"drope",
     "it is a way to train: rope's positions are dropped at the end, and scores are those of nope",
     "arXiv 2512.12167, abstract"},
    {"dope",
     "it has no score of its own: it chooses heads that lose their positions, by a rank that "
     "heads has as dope_rank",
     "arXiv 2511.09146, abstract"},
    {"skip",
     "it is a way to train: it moves positions under whatever encoding there is; how far scores "
     "move by it is what `posbias shift` says",
     "arXiv 2604.14339, second-hand"},
    {"shuffle",
     "it is a way to train: it moves positions under whatever encoding there is; of its variants "
     "skip and cyclic `posbias shift` says how far scores move",
     "arXiv 2604.14339, second-hand"},
};
const size_t unevaluated_count = sizeof unevaluated / sizeof *unevaluated;

const struct unevaluated *unevaluated_find(const char *name)
{
    for (size_t i = 0; i < unevaluated_count; i++)
        if (strcasecmp(unevaluated[i].name, name) == 0)
            return &unevaluated[i];
    return NULL;
}
