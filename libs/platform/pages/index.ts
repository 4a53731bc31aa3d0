export { londonDate, londonMoment } from './moments.js'
export { type PagesOptions, usePages } from './use-pages.js'
export { templatesBeside } from './templates.js'
