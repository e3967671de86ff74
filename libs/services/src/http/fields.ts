import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type, type TransformFnParams } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsCalendarDay, IsInstant, IsInstantOrDay, IsStorable, IsZone } from './formats.ts';

// A field of a request says at once what it means, how it is checked and how it is documented.

interface Options {
  readonly optional?: boolean;
  readonly example?: unknown;
}

const field = (
  description: string,
  { optional = false, example }: Options,
  schema: ApiPropertyOptions,
  ...checks: PropertyDecorator[]
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ description, required: !optional, example, ...schema } as ApiPropertyOptions),
    ...(optional ? [IsOptional()] : []),
    ...checks,
  );

/** Text of at least one and at most `most` characters. */
export const Text = (description: string, { most = 200, ...options }: Options & { most?: number } = {}) =>
  field(
    description,
    options,
    { type: String, minLength: 1, maxLength: most },
    IsString(),
    MinLength(1),
    MaxLength(most),
    IsStorable(),
  );

/** Names of facilities, programs and payers: they stand in addresses and file names too. */
export const Name = (description: string, options: Options = {}) =>
  field(
    description,
    options,
    { type: String, pattern: NAME.source },
    Matches(NAME, { message: '$property must be 1 to 64 of A–Z a–z 0–9 . _ -' }),
  );
export const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** In either case, which is the same UUID (RFC 9562, 4): here in small letters. */
export const Uuid = (description: string, options: Options = {}) =>
  field(
    description,
    options,
    { type: String, format: 'uuid' },
    Transform(({ value }: TransformFnParams): unknown =>
      typeof value === 'string' ? value.toLowerCase() : value,
    ),
    IsUUID(),
  );

/** A moment with its offset from UTC (RFC 3339). */
export const Instant = (description: string, options: Options = {}) =>
  field(
    description,
    { example: '2026-03-02T14:30:00-05:00', ...options },
    { type: String, format: 'date-time' },
    IsInstant(),
  );

/** A moment as above, or a day: its last moment by the clocks of this installation. */
export const InstantOrDay = (description: string, options: Options = {}) =>
  field(
    `${description} A moment with its offset, or a day: its end by the clocks of this installation (\`TIME_ZONE\`).`,
    { example: '2026-03-31', ...options },
    { type: String },
    IsInstantOrDay(),
  );

export const Day = (description: string, options: Options = {}) =>
  field(
    description,
    { example: '2026-03-02', ...options },
    { type: String, format: 'date' },
    IsCalendarDay(),
  );

export const Zone = (description: string, options: Options = {}) =>
  field(description, { example: 'America/New_York', ...options }, { type: String }, IsZone());

export const OneOf = (values: readonly string[], description: string, options: Options = {}) =>
  field(description, options, { type: String, enum: [...values] }, IsIn([...values]));

export const Whole = (
  description: string,
  { least, most, ...options }: Options & { least: number; most: number },
) =>
  field(
    description,
    options,
    { type: 'integer', minimum: least, maximum: most },
    // Of the other texts that Number reads, the empty one would be 0.
    Transform(({ value }: TransformFnParams): unknown =>
      typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(least),
    Max(most),
  );

/** A number that need not be whole. */
export const Amount = (
  description: string,
  { least, most, ...options }: Options & { least: number; most: number },
) =>
  field(
    description,
    options,
    { type: 'number', minimum: least, maximum: most },
    IsNumber(),
    Min(least),
    Max(most),
  );

/** Yes or no. */
export const Flag = (description: string, options: Options = {}) =>
  field(description, options, { type: Boolean }, IsBoolean());

/** A list of whole numbers, each from `least` to `most`. */
export const Wholes = (
  description: string,
  { least, most, ...options }: Options & { least: number; most: number },
) =>
  field(
    description,
    options,
    { type: 'array', items: { type: 'integer', minimum: least, maximum: most }, maxItems: 50 },
    IsArray(),
    ArrayMaxSize(50),
    IsInt({ each: true }),
    Min(least, { each: true }),
    Max(most, { each: true }),
  );

export const Texts = (description: string, options: Options & { most?: number } = {}) =>
  field(
    description,
    options,
    { type: String, isArray: true, maxItems: options.most ?? 20 },
    IsArray(),
    ArrayMaxSize(options.most ?? 20),
    IsString({ each: true }),
    MaxLength(200, { each: true }),
    MinLength(1, { each: true }),
    IsStorable(),
  );

// In an address a list is one text with commas.
const Listed = (): PropertyDecorator =>
  Transform(({ value }: TransformFnParams): unknown =>
    typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value,
  );

const MOST_LISTED = 100;

/** A list of known words: in a body an array, in an address with commas. */
export const SomeOf = (values: readonly string[], description: string, options: Options = {}) =>
  field(
    description,
    options,
    { type: 'array', items: { type: 'string', enum: [...values] }, maxItems: MOST_LISTED },
    Listed(),
    IsArray(),
    ArrayMaxSize(MOST_LISTED),
    IsIn([...values], { each: true }),
  );

/** A list of names: in a body an array, in an address with commas. */
export const Names = (description: string, options: Options = {}) =>
  field(
    description,
    options,
    { type: 'array', items: { type: 'string', pattern: NAME.source }, maxItems: MOST_LISTED },
    Listed(),
    IsArray(),
    ArrayMaxSize(MOST_LISTED),
    Matches(NAME, { each: true, message: '$property must each be 1 to 64 of A–Z a–z 0–9 . _ -' }),
  );

// The document knows a function for a class by its name, which has to be `type`.
export const Part = (type: () => new () => object, description: string, options: Options = {}) =>
  field(description, options, { type: () => type() }, ValidateNested(), Type(type), IsObject());

export const Parts = (
  type: () => new () => object,
  description: string,
  { least = 0, most = 50, ...options }: Options & { least?: number; most?: number } = {},
) =>
  field(
    description,
    options,
    { type: () => type(), isArray: true, minItems: least, maxItems: most },
    IsArray(),
    ArrayMinSize(least),
    ArrayMaxSize(most),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(type),
  );
