// Texts of a form of their own. One without a rule has 1 to 200 characters.

/**
 * A UUID, in small or capital letters.
 * @format uuid
 */
export type Id = string;

/**
 * The name of a facility, a program, a payer or a session.
 * @pattern ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$
 */
export type Name = string;

/**
 * Why, in a sentence.
 * @maxLength 1000
 */
export type Remark = string;

/** An IANA time zone, such as America/Chicago. */
export type TimeZone = string;
