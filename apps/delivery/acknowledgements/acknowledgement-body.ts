import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator'
import { ACKNOWLEDGEMENTS_MAX } from '../bounds.js'

/** At least one character, and none that only controls. */
const PLAIN = /^[^\p{Cc}\p{Cs}]+$/u

/** Which copy. Without `occasion`, every copy of that event to that recipient. */
export class AcknowledgedCopy {
  @IsString()
  @Matches(PLAIN)
  @MaxLength(128)
  source!: string

  @IsString()
  @Matches(PLAIN)
  @MaxLength(128)
  id!: string

  @IsString()
  @Matches(PLAIN)
  @MaxLength(128)
  recipient!: string

  @IsOptional()
  @IsString()
  @Matches(PLAIN)
  @MaxLength(300)
  occasion?: string
}

export class AcknowledgementBody {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ACKNOWLEDGEMENTS_MAX)
  @ValidateNested({ each: true })
  @Type(() => AcknowledgedCopy)
  ids!: AcknowledgedCopy[]

  /** `received`: the recipient's system has it. `recorded`: it is in the recipient's register. */
  @IsIn(['received', 'recorded'])
  outcome!: 'received' | 'recorded'

  /** The recipient's own reference. */
  @IsOptional()
  @IsString()
  @Matches(PLAIN)
  @MaxLength(200)
  reference?: string
}
