/** An event or a command of one type. */
export type Typed<Type extends string, Data extends object> = { readonly type: Type; readonly data: Data };
