import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Catalogue, unitsOfPosition } from '#core/catalogue'
import { readCredentialsFile, writeCredentialsFile } from './credentials-file.js'

/** A person of the local stack, as `<home>/credentials.json` lists it under `people`. Every one is invented. */
export interface LocalPerson {
  username: string
  password: string
  name: string
  position: string
  organisation: string
  units: string[]
  scopes: string[]
}

/** A program that signs people in, and what it proves itself with: under `applications` in the same file. */
export interface LocalApplication {
  applicationId: string
  secret: string
}

const FORENAMES = [
  'Avery',
  'Blair',
  'Casey',
  'Devon',
  'Emery',
  'Frankie',
  'Harper',
  'Jules',
  'Kendall',
  'Morgan',
]
const SURNAMES = [
  'Ashdown',
  'Birchall',
  'Coppice',
  'Dunmow',
  'Elmsley',
  'Fernhill',
  'Gorseby',
  'Hazelton',
  'Larchwood',
]

export function readPeople(home: string): LocalPerson[] {
  const people = readCredentialsFile(home)['people']
  return Array.isArray(people) ? (people as LocalPerson[]) : []
}

export function readApplications(home: string): LocalApplication[] {
  const applications = readCredentialsFile(home)['applications']
  return Array.isArray(applications) ? (applications as LocalApplication[]) : []
}

/**
 * One invented person for each position in each unit that has it, and one application, the console. A password that is
 * there is kept; what the person may do follows the contracts. Only the local stack uses this.
 */
export function ensurePeople(home: string, catalogue: Pick<Catalogue, 'positions' | 'units'>): LocalPerson[] {
  const content = readCredentialsFile(home)
  const known = new Map(readPeople(home).map((person) => [person.username, person]))
  const people = [...(catalogue.positions?.values() ?? [])].flatMap((position) => {
    const units = unitsOfPosition(position, catalogue.units.values())
    return units.map(({ unit, organisation }) => {
      const username = units.length === 1 ? position.position : `${position.position}.${unit.split('/')[1]}`
      return {
        username,
        password: known.get(username)?.password ?? randomBytes(12).toString('base64url'),
        name: inventedName(username),
        position: position.position,
        organisation,
        units: [unit],
        scopes: [...position.may],
      }
    })
  })
  const applications = readApplications(home)
  if (applications.length === 0)
    applications.push({ applicationId: 'console', secret: randomBytes(32).toString('base64url') })
  const next = { ...content, people, applications }
  if (JSON.stringify(next) !== JSON.stringify(content)) writeCredentialsFile(home, next)
  return people
}

/** Whether the password is the person's; takes as long for a wrong one as for a right one. */
export function isPasswordOf(person: LocalPerson | undefined, password: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(person?.password ?? randomBytes(8).toString('hex')), digest(password))
}

/** The same name for the same username, so that a restart changes nobody. */
function inventedName(username: string): string {
  const digest = createHash('sha256').update(username).digest()
  return `${FORENAMES[digest[0]! % FORENAMES.length]} ${SURNAMES[digest[1]! % SURNAMES.length]}`
}
