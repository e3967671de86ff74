import { Inject, Injectable } from '@nestjs/common';
import type { SiteMap } from '@stepwell/edges/hl7v2';
import { tedsFacilities } from '@stepwell/edges/teds-d';
import type { LocalDate } from '@stepwell/pathway';
import { facilitiesOn, facilitiesOfStays, type FacilityAnswer } from '@stepwell/read-models';
import type { Pool } from 'pg';
import { POOL, SITE_MAP } from '../tokens.ts';

/** What facilities and programs are called; what has no name is called by its id. */
export interface Names {
  readonly facility: (facilityId: string) => string;
  readonly program: (programId: string) => string;
}

/**
 * Every facility that patients have been in. Those with programs are known from the log; one that only sends messages
 * is known by name from the site map, and a state that reports to TEDS from TEDS.
 */
@Injectable()
export class FacilityDirectory {
  private readonly pool: Pool;
  private readonly siteMap: SiteMap;
  constructor(@Inject(POOL) pool: Pool, @Inject(SITE_MAP) siteMap: SiteMap) {
    this.pool = pool;
    this.siteMap = siteMap;
  }

  private others(): ReadonlyMap<string, Pick<FacilityAnswer, 'name' | 'timeZone'>> {
    return new Map(
      [...tedsFacilities, ...this.siteMap.senders].map((facility) => [facility.facilityId, facility]),
    );
  }

  async facilities(on: LocalDate): Promise<FacilityAnswer[]> {
    const [defined, visited] = await Promise.all([facilitiesOn(this.pool, on), facilitiesOfStays(this.pool)]);
    const known = new Set(defined.map(({ facilityId }) => facilityId));
    const named = this.others();
    const others = visited
      .filter((facilityId) => !known.has(facilityId))
      .map((facilityId) => {
        const { name = facilityId, timeZone = null } = named.get(facilityId) ?? {};
        return { facilityId, name, timeZone, programs: [] };
      });
    return [...defined, ...others].sort((a, b) => a.name.localeCompare(b.name));
  }

  async names(on: LocalDate): Promise<Names> {
    const defined = await facilitiesOn(this.pool, on);
    const facilities = new Map(defined.map(({ facilityId, name }) => [facilityId, name]));
    const programs = new Map(
      defined.flatMap((facility) =>
        facility.programs.map(({ programId, name }) => [programId, name] as const),
      ),
    );
    const others = this.others();
    return {
      facility: (id) => facilities.get(id) ?? others.get(id)?.name ?? id,
      program: (id) => programs.get(id) ?? id,
    };
  }
}
