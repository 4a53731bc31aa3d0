export { edgeGround, partOf } from './edge-ground.js'
export { StandInHub } from './stand-in-hub.js'
export { edgeSchema, type EdgeSchema } from './edge-schema.js'
