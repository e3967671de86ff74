/** Whether what was asked has changed with the quarantine. */
export const isOfQuarantine = ({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean =>
  String(queryKey[0]).startsWith('quarantine');
