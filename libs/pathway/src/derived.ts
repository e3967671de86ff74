/**
 * What was derived of a state, kept with the state and gone with it. A WeakMap by states would do, but what it holds of
 * short-lived ones stays until the next full garbage collection, and a projector goes through thousands a second.
 */
export class Derived {
  readonly #values = new Map<symbol, unknown>();

  /** Derives it once, however often it is asked for; anew where what is known no longer holds. */
  once<Value>(name: symbol, derive: () => Value, holds: (known: Value) => boolean = () => true): Value {
    const known = this.#values.get(name) as Value | undefined;
    if (known !== undefined && holds(known)) return known;
    const value = derive();
    this.#values.set(name, value);
    return value;
  }
}
