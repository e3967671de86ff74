import { Injectable } from '@nestjs/common';

/** Why a part of the process cannot go on at present; undefined while it does. */
export type FaultOf = () => string | undefined;

/** What parts of this process cannot do at present. Each part says itself where to ask. */
@Injectable()
export class Faults {
  private readonly parts = new Map<string, FaultOf>();

  watch(part: string, faultOf: FaultOf): void {
    this.parts.set(part, faultOf);
  }

  /** By the part's name. */
  present(): Map<string, string> {
    const asked = [...this.parts].map(([part, faultOf]) => [part, faultOf()] as const);
    return new Map(asked.filter((one): one is readonly [string, string] => one[1] !== undefined));
  }
}
