import { ValidateBy } from 'class-validator';
import { isCalendarDay, isInstant, isStorable } from '@stepwell/edges/formats';
import { isTimeZone } from '@stepwell/pathway';

const check = (name: string, test: (value: unknown) => boolean, message: string): PropertyDecorator =>
  ValidateBy({ name, validator: { validate: test, defaultMessage: () => `$property must be ${message}` } });

export const IsStorable = () =>
  check(
    'storable',
    (value) => (Array.isArray(value) ? value.every(isStorable) : isStorable(value)),
    'text without NUL and halves of characters',
  );
export const IsCalendarDay = () => check('calendarDay', isCalendarDay, 'a day as YYYY-MM-DD, from 1850 on');
export const IsInstant = () =>
  check('instant', isInstant, 'a moment with an offset, such as 2026-03-02T14:30:00-05:00 or …Z');
export const IsInstantOrDay = () =>
  check(
    'instantOrDay',
    (value) => isInstant(value) || isCalendarDay(value),
    'a moment with an offset, such as 2026-03-02T14:30:00-05:00 or …Z, or a day as YYYY-MM-DD',
  );
export const IsZone = () =>
  check(
    'zone',
    (value) => typeof value === 'string' && isTimeZone(value),
    'an IANA time zone such as America/Chicago',
  );
