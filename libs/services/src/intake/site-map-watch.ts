import { Inject, Injectable } from '@nestjs/common';
import type { SiteMap } from '@stepwell/edges/hl7v2';
import { Faults } from '../health/faults.ts';
import { SITE_MAP } from '../tokens.ts';
import { FollowedSiteMap } from './read-site-map.ts';

/** Lets the health of the process tell of a site map that has changed and cannot be used. */
@Injectable()
export class SiteMapWatch {
  constructor(@Inject(SITE_MAP) siteMap: SiteMap, @Inject(Faults) faults: Faults) {
    if (siteMap instanceof FollowedSiteMap) faults.watch('site-map', () => siteMap.fault);
  }
}
