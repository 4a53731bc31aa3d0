/** The names by which docker-compose.yml is told where to publish each service, beside those of the two servers. */
export const PUBLISHED_PORTS = [
  'PORT_CONSOLE',
  'PORT_IDENTITY',
  'PORT_INTAKE',
  'PORT_DELIVERY',
  'PORT_COURTS',
  'PORT_POLICE',
  'PORT_PROBATION',
  'PORT_PRISONS',
  'PORT_IMMIGRATION',
] as const
