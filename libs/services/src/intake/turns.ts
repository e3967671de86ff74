/**
 * Lets works of one name take turns, in the order in which they come; works of other names do not wait. Appends to one
 * stream that race overtake each other, and each that is overtaken has been decided in vain.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(name) ?? Promise.resolve();
    const mine = before.then(work);
    const ended = mine
      .catch(() => undefined)
      .then(() => {
        if (this.last.get(name) === ended) this.last.delete(name);
      });
    this.last.set(name, ended);
    return mine;
  }
}
