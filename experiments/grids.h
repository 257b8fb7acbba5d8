/* The parameters that claims of several experiments are judged at: each list stands here once. */
#ifndef POSBIAS_GRIDS_H
#define POSBIAS_GRIDS_H

/* Bases in use, from Llama-2's to long-context models'. */
#define GRID_BASES "1e4,5e5,1e6,1e7,1e8"

/* RoPE at the head dimension of most models; its base is an axis. */
#define GRID_ROPE "rope:base={base},dim=128"

/* TAPA as its paper trains it. */
#define GRID_TAPA "tapa:dim=128,alpha=0.1,split=0.5"

/* Query-key models: a common mean, keys that agree with queries, and narrow vectors. */
#define GRID_GAUSS   "gauss:mu=0.5,sigma=1"
#define GRID_CENTRED "gauss:mu=0,sigma=1"
#define GRID_ALIGNED "aligned:rho=0.5"
#define GRID_NARROW  "gauss:mu=0.1,sigma=0.2"

#endif
