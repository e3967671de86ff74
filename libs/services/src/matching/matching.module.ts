import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.ts';
import { MemberMatching } from './member-matching.ts';

/** Brings records of one person together that nobody said were. */
@Module({ imports: [IntakeModule], providers: [MemberMatching] })
export class MatchingModule {}
