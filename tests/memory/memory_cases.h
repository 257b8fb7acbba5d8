/* The commands of which every allocation fails in turn. */
#ifndef POSBIAS_TESTS_MEMORY_MEMORY_CASES_H
#define POSBIAS_TESTS_MEMORY_MEMORY_CASES_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/tools/cli_tools.h"

static const struct {
    const char *words[CLI_WORDS];
    /* by posbias-verify, which takes the words after the first */
    bool verifier;
    const char *given; /* a CSV that is there before */
    bool files;        /* vectors and a model are */
    size_t least;      /* allocations that are made: else the shim is not there */
} cases[] = {
    {.words = {"basebound", "--dim=16", "--context=64,128", "--format=json"}},
    {.words = {"basebound", "--dim=16", "--context=64", "--certificate=@/c", "-o", "@/b.csv"}},
    {.words = {"precision", "--encoding=rope:base=1e4,dim=8;alibi:dim=8,slope=0.25", "--pairs=2",
               "--positions=1,300", "--keys=1,5", "--shifts=1", "-o", "@/p.csv"}},
    {.words = {"bounds", "--encoding=rope:base=1e5,dim=16", "--context=64", "--limit=1000", "-o",
               "@/b.csv"}},
    {.words = {"claims", "MEN-1K-PASSES", "TAPA-PHASE", "--scale=smoke", "--format=json", "-o",
               "@/c.json"}},
    {.words = {"claims", "DU-REGULAR-MODEL", "--weights=@/model.bin"}, .files = true},
    {.words = {"locality", "--encoding=rope:base=1e4,dim=16", "--qk=gauss", "--context=256",
               "--pairs=20", "-o", "@/l.csv"}},
    {.words = {"bias", "--encoding=rope:base=1e4,dim=16;tapa:dim=16,alpha=0.1,split=0.5",
               "--qk=gauss;aligned:rho=0.5;gauss:mu=0.5,sigma=1", "--distances=1:100:log:5",
               "--pairs=64", "-o", "@/b.csv"}},
    {.words = {"lemmas", "--encoding=rope:base=1e5,dim=16,unit=turn", "--prove", "-o", "@/l.csv"}},
    {.words = {"consistency", "--encoding=rope:base=1e4,dim=8;tapa:dim=8", "--distances=1,2",
               "--context=8", "--pairs=10", "-o", "@/c.csv"}},
    {.words = {"gap", "--encoding=rope:base=5e5,dim=8,unit=turn", "--far-count=99", "-o", "@/g"}},
    {.words = {"gap", "--encoding=rope:base=5e5,dim=8,unit=turn", "--far-count=100", "--prove"}},
    {.words = {"moments", "--encoding=rope:base=1e4,dim=8", "--tokens=40", "-o", "@/m.csv"}},
    {.words = {"moments", "--encoding=rope:dim=8", "--tokens=40", "--test"}},
    {.words = {"heads", "--encoding=rope:dim=4", "--tokens=40", "--pairs=4", "-o", "@/h.csv"}},
    {.words = {"reportcard", "--encoding=rope:dim=8;fox:dim=8", "--context=66", "--pairs=6"}},
    {.words = {"properties", "--encoding=jordan:dim=4;path:dim=4;fope:dim=4", "--pairs=2", "-o",
               "@/p.csv"}},
    {.words = {"shift", "--encoding=pope:dim=4;hope-hyp:dim=4", "--context=16", "--pairs=2", "-o",
               "@/s.csv"}},
    {.words = {"bias",
               "--encoding=path:dim=4;carope:dim=4;selective:dim=4;cope-ctx:dim=4,slope=1;"
               "grape-ap:dim=4,slope=1",
               "--qk=aligned:rho=0.5", "--tokens=sphere;uniform;normal", "--distances=0,1,9",
               "--pairs=4", "-o", "@/b.csv"}},
    {.words = {"bias", "--encoding=rope:dim=8", "--qk=weights:@/model.bin;npy:q=@/q.npy,k=@/q.npy",
               "--distances=1", "--pairs=8", "-o", "@/b.csv"},
     .files = true},
    {.words = {"plot", "bias", "--out=@"}, .given = "bias.csv", .least = 50},
    {.words = {"plot", "@/bias.csv", "--format=svg,png"}, .given = "bias.csv", .least = 50},
    {.words = {"audit", "--json", "--context=512", "tests/fixtures/configs/gpt-oss-20b.json"}},
    {.words = {"audit", "--context=64", "tests/fixtures/configs/llama-3-8b.json",
               "tests/fixtures/configs/llama-3.1-8b.json"}},
    {.words = {"help", "bias"}, .least = 5},
    {.words = {"verify", "tests/reference/certificate_8.cert"}, .verifier = true, .least = 50},
    {.words = {"verify", "tests/reference/certificate_8_below.cert"},
     .verifier = true,
     .least = 50},
};

#endif
