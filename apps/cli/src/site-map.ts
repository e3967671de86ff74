import { SITE_MAP_FILE, readConfiguration, readSiteMap } from '@stepwell/services';

/** `stepwell site-map [FILE]` */
export const checkSiteMap = async (
  file = readConfiguration(process.env).siteMapFile ?? SITE_MAP_FILE,
): Promise<void> => {
  const { senders } = await readSiteMap(file);
  for (const { sendingFacility, sendingApplication, facilityId, levels } of senders)
    console.log(
      [sendingFacility, sendingApplication ?? 'any application', facilityId, `${levels.length} rules`].join(
        '  ',
      ),
    );
  console.log(`${file} is a site map of ${senders.length} senders.`);
};
