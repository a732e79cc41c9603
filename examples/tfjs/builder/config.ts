// What a network looks like, as data.
export type LayerConfig =
  | { readonly kind: "conv"; readonly filters: number; readonly kernel: number; readonly pool?: boolean }
  | { readonly kind: "dense"; readonly units: number; readonly dropout?: number };

export interface NetworkConfig {
  readonly input: readonly [number, number, number];
  readonly layers: readonly LayerConfig[];
  readonly classes: number;
}

export const small: NetworkConfig = {
  input: [32, 32, 3],
  layers: [
    { kind: "conv", filters: 16, kernel: 3, pool: true },
    { kind: "conv", filters: 32, kernel: 3, pool: true },
    { kind: "dense", units: 64, dropout: 0.5 },
  ],
  classes: 5,
};
