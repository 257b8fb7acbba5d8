/* The command lines whose estimates are tried: three sizes of every experiment, two of everything
 * that a run loops over, and what takes days. */
#ifndef POSBIAS_TESTS_EXPERIMENTS_HARNESS_COMMAND_COST_RUNS_H
#define POSBIAS_TESTS_EXPERIMENTS_HARNESS_COMMAND_COST_RUNS_H

#include "tests/experiments/harness/command/cost_tools.h"

#define ROPE "--encoding=rope:base=1e4,dim=128"
#define TURN "--encoding=rope:base=5e5,dim=128,unit=turn"
#define TAPA "--encoding=tapa:dim=128,alpha=0.1,split=0.5"
#define BOTH ROPE ";tapa:dim=128,alpha=0.1,split=0.5"

static const char *const runs[][COST_WORDS] = {
    {"bias", BOTH, "--distances=10", "--pairs=100"},
    {"bias", BOTH, "--distances=0:99", "--pairs=100000"},
    {"bias", "--encoding=rope:base=1e4,dim=16384", "--distances=0:99", "--pairs=4000"},
    {"decay", BOTH, "--qk=gauss:mu=0.5", "--distances=10"},
    {"decay", BOTH, "--qk=gauss:mu=0.5", "--distances=1:20000"},
    {"decay", "--encoding=rope:base=1e4,dim=4096", "--qk=gauss:mu=0.5", "--distances=1:50000"},
    {"diffhist", BOTH, "--qk=gauss", "--pairs=100"},
    {"diffhist", BOTH, "--qk=gauss", "--pairs=50000"},
    {"diffhist", BOTH, "--qk=gauss", "--pairs=4000", "--near=0:9999", "--far=10000:29999"},
    {"consistency", ROPE, "--distances=10", "--pairs=10"},
    {"consistency", BOTH, "--distances=1:1000000:log:20", "--pairs=50000"},
    {"consistency", BOTH, "--distances=10", "--pairs=200", "--context=524288"},
    {"locality", BOTH, "--context=64", "--pairs=1", "--points=32"},
    {"locality", BOTH, "--context=16384", "--pairs=100", "--points=2048"},
    {"locality", ROPE, "--context=65536,2097152", "--pairs=10", "--points=32"},
    {"aliasing", ROPE, "--context=64", "--pairs=1"},
    {"aliasing", BOTH, "--context=1024", "--pairs=100"},
    {"aliasing", BOTH, "--context=1048576", "--pairs=6", "--dtype=bf16,fp32"},
    {"normality", ROPE, "--context=64", "--pairs=2"},
    {"normality", BOTH, "--qk=gauss", "--context=16384", "--pairs=200"},
    {"normality", BOTH, "--qk=gauss", "--context=1048576", "--pairs=20", "--bins=100"},
    {"tradeoff", ROPE, "--context=64", "--pairs=2"},
    {"tradeoff", BOTH, "--context=8192", "--pairs=200"},
    {"tradeoff", BOTH, "--context=262144", "--pairs=100"},
    {"gap", TURN, "--far-count=1000"},
    {"gap", TURN, "--far-count=8388608", "--prove"},
    {"gap", "--encoding=rope:base=5e5,dim=1024,unit=turn", "--far-count=8388608"},
    {"instability", TURN, "--method=scan", "--scan=1000"},
    {"instability", "--encoding=rope:base=5e5,dim=64,unit=turn", "--method=lattice"},
    {"instability", TURN, "--method=auto", "--scan=16777216"},
    {"lemmas", TURN, "--distances=10"},
    {"lemmas", TURN, "--distances=2:20000"},
    {"lemmas", "--encoding=rope:base=1e8,dim=16384,unit=turn", "--prove"},
    {"basebound", "--dim=128", "--context=64"},
    {"basebound", "--dim=128", "--context=4096"},
    {"basebound", "--dim=128", "--context=65536"},
    {"bounds", ROPE, "--context=64", "--limit=1000"},
    {"bounds", ROPE, "--context=65536", "--limit=1000"},
    {"bounds", TURN, "--context=64", "--limit=8388608"},
    {"precision", ROPE, "--positions=10", "--pairs=2"},
    {"precision", ROPE, "--positions=1:1000:log:20", "--pairs=2000", "--keys=1:500:log:20"},
    {"precision", ROPE, "--positions=131072", "--pairs=10"},
    {"scores", ROPE, "--distances=10", "--pairs=2"},
    {"properties", "--pairs=2"},
    {"properties", ROPE, "--pairs=20"},
    {"properties", ROPE, "--pairs=900"},
    {"scores", BOTH, "--distances=0:99", "--pairs=200"},
    {"scores", BOTH, "--distances=0:9999", "--pairs=20"},
    {"moments", ROPE, "--tokens=8"},
    {"moments", ROPE, "--tokens=200000"},
    {"moments", "--encoding=rope:base=1e4,dim=1024", "--tokens=2000", "--test"},
    {"heads", "--encoding=rope:dim=8", "--tokens=8", "--pairs=2", "--context=16"},
    {"heads", ROPE, "--tokens=2000", "--pairs=500"},
    {"heads", ROPE, "--tokens=20000", "--pairs=2", "--octaves"},
    {"reportcard", ROPE, "--context=66", "--pairs=6"},
    {"reportcard", BOTH, "--pairs=500"},
    {"reportcard", "--context=4096", "--pairs=64"},
    {"shift", ROPE, "--context=16", "--pairs=2"},
    {"shift", BOTH, "--context=16384", "--pairs=200"},
    {"shift", ROPE, "--context=4096", "--pairs=100", "--variant=skip,cyclic"},
    {"frequencies", ROPE},
    {"frequencies", "--encoding=rope:base=1e4,dim=4096"},
    {"frequencies", "--encoding=rope:base=1e4,dim=65536"},
};

/* Two of everything that a run loops over. */
#define TWO   "--encoding=rope:base=1e4,dim=8;rope:base=1e5,dim=16"
#define TURNS "--encoding=rope:base=1e4,dim=8,unit=turn;rope:base=1e5,dim=16,unit=turn"
#define LIKE  "--encoding=rope:base=1e4,dim=8;rope:base=1e5,dim=8", "--versus=nope:dim=8"
#define LAWS  "--qk=gauss:mu=0.5;aligned:rho=0.5"

static const char *const steps[][COST_WORDS] = {
    {"bias", TWO, LAWS, "--distances=1:5", "--pairs=10"},
    {"decay", TWO, LAWS, "--distances=1:5"},
    {"diffhist", TWO, LAWS, "--pairs=10"},
    {"consistency", TWO, LAWS, "--distances=1:5", "--context=8,16", "--pairs=10"},
    {"locality", TWO, LAWS, "--context=8,16", "--pairs=2", "--points=32"},
    {"locality", TWO, LAWS, "--context=8,16", "--pairs=2", "--exceeds=0.1,0.2"},
    {"consistency", TWO, LAWS, "--distances=1:5", "--context=8,16", "--pairs=9", "--exceeds=0.1"},
    {"tradeoff", TWO, LAWS, "--context=8,16", "--pairs=2", "--exceeds=0.1"},
    {"aliasing", TWO, LAWS, "--context=8,16", "--pairs=2", "--exceeds=0.1"},
    {"bias", LIKE, LAWS, "--distances=1:5", "--pairs=10"},
    {"locality", LIKE, LAWS, "--context=8,16", "--pairs=2"},
    {"consistency", LIKE, LAWS, "--distances=1:5", "--context=8,16", "--pairs=9"},
    {"consistency", LIKE, LAWS, "--distances=1:5", "--pairs=9"},
    {"tradeoff", LIKE, LAWS, "--context=8,16", "--pairs=2"},
    {"aliasing", TWO, LAWS, "--context=8,16", "--pairs=2"},
    {"normality", TWO, LAWS, "--context=8,16", "--pairs=2"},
    {"tradeoff", TWO, LAWS, "--context=8,16", "--pairs=2"},
    {"gap", TURNS, LAWS, "--near=1:3", "--far=10:20"},
    {"instability", TURNS, LAWS, "--scan=1000", "--grid=5"},
    {"instability", TURNS, LAWS, "--method=lattice", "--target=0,0.1"},
    {"lemmas", TURNS, "--distances=2,3"},
    {"lemmas", TURNS, "--prove", "--range=2:9"},
    {"basebound", "--dim=32", "--context=64,128"},
    {"basebound", "--dim=32", "--context=64,128", "--check=1e4,1e5"},
    {"bounds", TWO, "--context=64,128", "--limit=1000"},
    {"precision", TWO, LAWS, "--positions=8,300", "--pairs=2"},
    {"scores", TWO, LAWS, "--distances=1:5", "--pairs=2"},
    {"properties", TWO, "--pairs=2"},
    {"shift", TWO, LAWS, "--context=8,16", "--pairs=2", "--variant=skip,cyclic"},
    {"moments", TWO, LAWS, "--tokens=20"},
    {"moments", TWO, LAWS, "--tokens=20", "--test"},
    {"heads", TWO, LAWS, "--tokens=20", "--pairs=2", "--context=64"},
    {"heads", TWO, LAWS, "--tokens=20", "--octaves"},
    {"reportcard", TWO, LAWS, "--context=66,128", "--pairs=6"},
    {"frequencies", TWO},
};

/* Of encodings that read every token on the way to the farthest distance. */
static const char *const path_runs[][COST_WORDS] = {
    {"bias", "--encoding=path:dim=128", "--distances=1,16,8192", "--pairs=60"},
    {"bias", "--encoding=cope-ctx:dim=128,slope=1;grape-ap:dim=128,slope=1", "--distances=1,32768",
     "--pairs=20"},
    {"locality", "--encoding=carope:dim=128;fox:dim=128", "--context=4096", "--pairs=100"},
    {"consistency", "--encoding=selective:dim=128", "--distances=1,100,20000", "--pairs=30"},
};

/* Of models that read files, which come before the other words. */
static const char *const file_runs[][COST_WORDS - 2] = {
    {"moments"},
    {"moments", "--test"},
    {"heads", "--context=64", "--pairs=32"},
    {"heads", "--context=2048", "--pairs=64"},
    {"heads", "--octaves"},
    {"bias", "--distances=10", "--pairs=10"},
    {"locality", "--context=64", "--pairs=4000", "--points=32"},
};

static const char *const days[][COST_WORDS] = {
    {"bias", ROPE, "--distances=0:999", "--pairs=1e12"},
    {"decay",
     "--encoding=tapa:dim=4,alpha=0.1,phase=linear;tapa:dim=6,alpha=0.1,phase=linear;tapa:dim=8,alpha=0.1,phase=linear;tapa:dim=10,alpha=0.1,phase=linear;tapa:dim=12,alpha=0.1,phase=linear;tapa:dim=14,alpha=0.1,phase=linear;tapa:dim=16,alpha=0.1,phase=linear;tapa:dim=18,alpha=0.1,phase=linear",
     "--qk=gauss:mu=0.1;gauss:mu=0.2;gauss:mu=0.3;gauss:mu=0.4;gauss:mu=0.5;gauss:mu=0.6;gauss:mu=0.7;gauss:mu=0.8",
     "--distances=1:10000000"},
    {"diffhist", ROPE, "--near=0:65535", "--far=0:65535", "--pairs=5e7"},
    {"consistency", ROPE, "--distances=1", "--context=1e12"},
    {"locality", ROPE, "--context=1048576", "--pairs=1e8"},
    {"aliasing", ROPE, "--context=1048576", "--pairs=1e6"},
    {"normality", ROPE, "--context=1048576", "--pairs=1e6"},
    {"tradeoff", ROPE, "--context=1048576", "--pairs=1e8"},
    {"gap", "--encoding=rope:base=5e5,dim=65536,unit=turn", "--far-count=1e9",
     "--qk=unit;moments;moments:mu0=2;moments:mu0=3"},
    {"instability", TURN, "--scan=1e12"},
    {"lemmas", "--encoding=rope:base=4e11,6e11,8e11,1e12,dim=131072,unit=turn", "--prove"},
    {"basebound", "--dim=1024", "--context=16777216"},
    {"bounds", "--encoding=rope:base=1e8,dim=1024", "--context=16777216"},
    {"precision", ROPE, "--positions=8388608:16777216:log:20", "--pairs=1e6", "--keys=1:1000"},
    {"scores", ROPE, "--distances=0:9999", "--pairs=1e9"},
    {"properties", ROPE, "--pairs=1e9"},
    {"shift", ROPE, "--context=1048576", "--pairs=1e8"},
    {"moments", "--encoding=rope:dim=1024", "--tokens=1e9"},
    {"heads", "--encoding=rope:dim=1024", "--tokens=1e9"},
    {"reportcard", ROPE, "--context=1048576", "--pairs=1e6"},
};

#endif
