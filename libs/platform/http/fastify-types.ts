import type { HttpServer } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'

type Adapter = ReturnType<NestFastifyApplication['getHttpAdapter']>

/** Fastify's request, reply and server, as Nest's adapter names them: no import of a package we do not depend on. */
export type HttpRequest = Adapter extends HttpServer<infer Request, infer _Reply> ? Request : never
export type HttpReply = Adapter extends HttpServer<infer _Request, infer Reply> ? Reply : never
export type HttpInstance = Adapter extends HttpServer<infer _Q, infer _R, infer Instance> ? Instance : never
