/**
 * The seeded source of random numbers: MT19937 (Matsumoto and Nishimura, 1998), as PyTorch's CPU generator.
 *
 *   manualSeed(0); rand(3)   // the same three numbers, everywhere
 */
const N = 624;
const M = 397;

export class Generator {
  private readonly state = new Uint32Array(N);
  private next = N;

  constructor(seed = 5489) {
    this.seed(seed);
  }

  seed(seed: number): void {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < N; i++) {
      const previous = this.state[i - 1]! ^ (this.state[i - 1]! >>> 30);
      this.state[i] = Math.imul(1812433253, previous) + i;
    }
    this.next = N;
  }

  /** 32 random bits. */
  bits(): number {
    if (this.next >= N) this.twist();
    let y = this.state[this.next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < N; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff);
      state[i] = state[(i + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }

  /** Uniform in [0, 1) with 24 random bits, as PyTorch draws floats. */
  uniform(): number {
    return (this.bits() & 0xffffff) / 0x1000000;
  }

  fillUniform(data: Float32Array, low: number, high: number): void {
    for (let i = 0; i < data.length; i++) data[i] = this.uniform() * (high - low) + low;
  }

  /** Standard normal values by Box and Muller. */
  fillNormal(data: Float32Array): void {
    for (let i = 0; i < data.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
      const angle = 2 * Math.PI * this.uniform();
      data[i] = radius * Math.cos(angle);
      if (i + 1 < data.length) data[i + 1] = radius * Math.sin(angle);
    }
  }
}

/** The generator behind randn, rand and initial weights. */
export const generator = new Generator();

/** Seeds it: what follows is the same in every run. */
export const manualSeed = (seed: number): void => generator.seed(seed);
