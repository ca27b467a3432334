export { type ExpressHandler, toExpress } from './express.ts'
export { type FastifyLike, toFastify } from './fastify.ts'
export { type NodeRequest, type NodeResponse, toWebRequest } from './node-request.ts'
export { writeWebResponse } from './node-response.ts'
