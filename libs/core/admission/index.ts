export { type Admission, admit, CLOCK_SKEW_MS_MAX, skewFaults } from './admit.js'
