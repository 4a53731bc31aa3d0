import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator'
import { Type } from 'class-transformer'

/** Query of `POST /extracts`: whose register, as what, as at when. */
export class ExtractQuery {
  /** Event type whose data the rows are shaped as. */
  @IsString()
  @Matches(/^[a-z0-9-]+(\.[a-z0-9-]+){2,4}$/, {
    message: 'type must be an event type, as pnc.marker.updated',
  })
  type!: string

  /** Version of that event's contract; absent: the latest. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(9999)
  version?: number

  @IsString()
  @Matches(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,60}$/, { message: 'unit must be <organisation>/<unit>' })
  unit!: string

  /** The register's own as-at time. */
  @IsString()
  @MaxLength(40)
  asAt!: string

  /** The same id resumes the same upload; absent: derived from unit, type and as-at time. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    message: 'upload must be 1 to 64 letters, digits, dots, dashes',
  })
  upload?: string
}
