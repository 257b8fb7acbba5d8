/* The table of papers: a claim whose id begins with a new word adds a row here. */
#include "experiments/harness/claims/paper.h"
#include "theory/ground/arrays.h"

const struct paper papers[] = {
    {"TAPA", "Positional Encoding via Token-Aware Phase Attention", "TAPA, arXiv 2509.12635"},
    {"DU", "RoPE Distinguishes Neither Positions Nor Tokens in Long Contexts, Provably",
     "DU, arXiv 2605.15514, second-hand"},
    {"FOLLOW", "RoPE at the End of Its Rope?", "FOLLOW, arXiv 2609.39929"},
    {"MEN", "Base of RoPE Bounds Context Length", "MEN, arXiv 2405.14591"},
    {"SU", "A finer search of the bounds of MEN, J. Su", "SU, kexue.fm/archives/10122"},
    {"SCALE", "Scaling Laws of RoPE-based Extrapolation", "SCALE, arXiv 2310.05209"},
    {"PHASE", "Rotary Positional Embeddings as Phase Modulation",
     "PHASE, arXiv 2602.10959, second-hand"},
    {"BF16", "When Precision Meets Position: BFloat16 Breaks Down RoPE in Long-Context Training",
     "BF16, arXiv 2411.13476"},
    {"ROUND", "Round and Round We Go! What makes Rotary Positional Encodings useful?",
     "ROUND, arXiv 2410.06205, second-hand"},
    {"NULL", "Predicting How Transformers Attend", "Zenodo 19826343"},
    {"HOPEFAST", "HoPE: encoding without long-term decay", "arXiv 2410.21216, second-hand"},
    {"HOPEHYP", "HoPE: hyperbolic rotary positional encoding", "arXiv 2509.05218"},
    {"COPECLIP", "CoPE: Clipped RoPE", "arXiv 2602.05258"},
    {"ROPEID", "Frayed RoPE and Long Inputs: RoPE-ID", "arXiv 2603.18017, second-hand"},
    {"ROPEIM", "RoPE++: the imaginary half of RoPE", "arXiv 2512.07525"},
    {"MRROPE", "MrRoPE: scaling in mixed radix", "arXiv 2601.22181, second-hand"},
    {"POPE", "PoPE: polar coordinates", "arXiv 2509.10534"},
    {"FOPE", "Fourier Position Embedding", "arXiv 2412.17739"},
    {"CAROPE", "CARoPE: frequencies that tokens choose", "arXiv 2507.23083, second-hand"},
    {"PATH", "PaTH: products of Householder reflections", "arXiv 2505.16381"},
    {"FOX", "FoX: a gate that forgets", "arXiv 2503.02130"},
    {"SELECTIVE", "Selective RoPE", "arXiv 2511.17388"},
    {"HYSPE", "HySPE: hyperbolic blocks", "Ji, 2026"},
    {"JORDAN", "Jordan-RoPE: Jordan blocks", "arXiv 2605.04217"},
    {"ENCODING", "All encodings of the report card", ""},
    {"LAW", "Laws derived here", ""},
    {"PRECISION", "Formats of engines, derived here", ""},
    {"CONTROL", "Controls, whose answer is known beforehand", ""},
};
const size_t paper_count = ARRAY_COUNT(papers);
