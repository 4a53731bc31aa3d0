// Specs run on the TypeScript sources: swc strips the types, the build checks them.
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  testEnvironmentOptions: { customExportConditions: ['interlock-source', 'node', 'node-addons'] },
  testSequencer: '<rootDir>/tools/longest-first.mjs',
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.interlock/'],
  /** Milliseconds. What waits for real servers waits longer on a machine that is busy with more than one suite. */
  testTimeout: 60_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.interlock/'],
}
