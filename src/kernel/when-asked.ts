// Loads what a process may never need once somebody asks for it.

/** What `load` gives: loaded for the first who asks, the same for whoever asks meanwhile or later; what failed is tried again. */
export function whenAsked<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
