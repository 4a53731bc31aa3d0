import { houseFaults, houseRules } from './house-rules.js'
import { domainWords, repositoryFiles } from './repository-files.js'

/* The rules of the house over this repository, for `npm run tidy`: every fault on a line, exit code 1 if there is one. */

const root = process.cwd()
const faults = houseFaults(houseRules(domainWords(root)), repositoryFiles(root))
for (const fault of faults) process.stdout.write(`${fault}\n`)
process.exitCode = faults.length === 0 ? 0 : 1
