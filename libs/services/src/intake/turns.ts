/**
 * Lets works of one name take turns, in the order in which they come; works of other names do not wait. Appends to one
 * stream that race overtake each other, and each that is overtaken has been decided in vain.
 *
 * What waits behind a work that throws fails with it: it came in the belief that the one before it would be there, and its
 * sender sends both again, in order.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(name) ?? Promise.resolve();
    const mine = before.then(work);
    this.last.set(name, mine);
    const forget = (): void => {
      if (this.last.get(name) === mine) this.last.delete(name);
    };
    mine.then(forget, forget);
    return mine;
  }
}
