/** Mutants that change nothing, with why. */
export const EQUIVALENT: readonly { readonly file: string; readonly says: string; readonly why: string }[] =
  [];
