/** The examples that the language was designed on: two problem sets and one person's answers, line by line as written. */

export const discussion = String.raw`title: Discussion 4 · Weight sharing and the principles of CNNs
course: Deep Neural Networks
conventions:                        # optional; these are the defaults
  convolution: cross-correlation    # or: flipped (true convolution)
  channels: last                    # shapes are H×W×C; or: first
  bias: true                        # layers have a bias unless they say otherwise
  index: 0                          # base of locations (argmax); symbols are always x1, x2, …
  flatten: row-major                # how a tensor becomes a vector; or: column-major
  flops: 2                          # operations a multiply-add counts for

problems:
  - id: weight-sharing
    title: Weight sharing in CNN
    let: { n: 9, s: 3 }             # parameters; a number, an expression, or a variant (see below)
    given:
      x: { type: input, shape: [n] }                       # symbolic: x1 … x9
      k: { type: kernel, shape: [s] }                      # symbolic: k1 k2 k3
      conv:     { type: conv1d, input: x, kernel: k, padding: same, bias: false }
      dense:    { type: dense, input: x, units: n, bias: false }
      unshared: { type: local1d, input: x, kernel: s, padding: same, bias: false }
      sizes:    { type: sweep, over: { m: 1..n }, value: "outputSize(n, m)" }
      largest:  { type: local1d, input: x, kernel: n, padding: valid, bias: false }
      one:      { type: dense, input: x, units: 1, bias: false }
    parts:
      - id: a
        prompt: Write the $R^{ {{n}} } \to R^{ {{n}} }$ matrix $K$ with $x' = Kx$ under same padding.
        answer: matrix(conv)                               # a symbolic 9×9 banded Toeplitz matrix
      - id: b
        prompt: The weight matrix of a linear layer from R^9 to R^9; how many weights?
        answer: { matrix: matrix(dense), weights: weights(dense) }     # 81
      - id: c
        prompt: How does the matrix change when weights are no longer shared?
        answer: { matrix: matrix(unshared), weights: nnz(matrix(unshared)) }   # 25
      - id: d
        prompt: How do learned features change in 2-D? What does a fixed window learn?
        rubric:                                            # free text: for a person to grade
          - each window learns the features that occur at that place
          - shared weights average a feature over all places, so a local patch is learned slowly
        evidence: local-vs-shared                          # an experiment, see below
      - id: e1
        prompt: Output size without padding, for input size $n$ and kernel size $m$?
        variables: { n: 1..64, m: 1..n }
        answer: n - m + 1                                  # a formula: any equivalent form is right
      - id: e2
        prompt: The largest kernel, and the output size it gives?
        answer: { kernel: n, output: "outputSize(n, n)" }  # 9, 1
      - id: e3
        prompt: Compare that largest kernel with a fully connected layer of one unit.
        answer: { local: weights(largest), dense: weights(one) }       # 9 and 9: the same layer
`;

export const homework = String.raw`title: Intro Deep Learning · Homework 3
problems:
  - id: parameters
    title: Parameters of a convolution layer
    given:
      image: { type: input, shape: [512, 512, 3] }
      conv:  { type: conv2d, input: image, filters: 3, kernel: 5, padding: valid }
      fc:    { type: dense-equivalent, of: conv }
    parts:
      - { id: a, prompt: How many learnable parameters?, answer: params(conv) }            # 228
      - { id: b, prompt: And a fully connected layer that replaces it?, answer: params(fc) } # 608,850,137,136

  - id: detector
    title: Find the pattern
    given:
      down:  { type: kernel, values: [[1,0,0],[0,1,0],[0,0,1]] }
      up:    { type: kernel, values: [[0,0,1],[0,1,0],[1,0,0]] }
      pattern: max(down, up)                               # an X
      image: { type: scene, background: diagonal-streaks, size: [32, 32], place: pattern, at: [20, 11], seed: 4 }
      r1: correlate(image, down)                           # every named step is a feature map in the preview
      r2: correlate(image, up)
      response: r1 + r2
    parts:
      - id: location
        answer: argmax(response)                           # [20, 11]
      - id: pipeline
        prompt: Build the detector from convolution, summation and argmax.
        answer: argmax(correlate(image, down) + correlate(image, up))
        grade: { as: program, on: image, scenes: 200, allow: [correlate, convolve, sum, argmax, "+"] }

  - id: equivariance
    title: Translation
    given:
      k: [1, 2, 3]
      v: [6, 7, 8, 1, 2, 3, 5]
      w: [1, 2, 3, 6, 7, 8, 5]
    parts:
      - { id: response, prompt: Slide k over v., answer: "correlate(v, k)" }               # 44 26 16 14 23
      - id: claim
        prompt: The response is highest where the window equals the kernel. True?
        answer: argmax(correlate(v, k)) == 3                                             # false: it is highest at 0
      - { id: repair, answer: "argmax(correlate(v, k, normalize=true))" }                 # 3
      - { id: moved, prompt: And over w?, answer: { raw: "argmax(correlate(w, k))", normalized: "argmax(correlate(w, k, normalize=true))" } }   # 3, 0
      - { id: equivariant, answer: "equivariant(conv1d(kernel=k), shift)" }              # true, with a proof
`;

export const answers = String.raw`problem-set: homework-3.cnn.yaml
name: Daniel
variant: 0
answers:
  parameters:
    a: 225
    b: (512*512*3 - 5*5*3 + 1) * (5*5*3) * 3 = 176930550     # work may be shown; each = is checked
  detector:
    pipeline: argmax(correlate(image, down) + correlate(image, up))
  equivariance:
    claim: true
`;
