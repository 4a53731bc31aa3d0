import { Injectable } from '@nestjs/common'
import type { Catalogue } from '#core/catalogue'
import { principalOf, type Principal, type ScopeName } from '#platform/security'
import { type ConsoleReply, type ConsoleRequest, signedInPrincipal } from '../sign-in/console-request.js'

interface NavigationItem {
  text: string
  href: string
  scope: ScopeName
}

/** Shows a page with what every page has: who looks, where they can go, and how they sign out. */
@Injectable()
export class Pages {
  private readonly items: readonly NavigationItem[]

  constructor(private readonly catalogue: Catalogue) {
    this.items = [
      { text: 'Gaps', href: '/gaps', scope: 'gaps.read' },
      ...(catalogue.lists ?? []).map(({ list, title }) => ({
        text: title,
        href: `/lists/${list}`,
        scope: 'lists.read' as const,
      })),
      { text: 'Explain a message', href: '/messages', scope: 'messages.read' },
      { text: 'Conservation', href: '/conservation', scope: 'hub.read' },
    ]
  }

  async show(
    request: ConsoleRequest,
    reply: ConsoleReply,
    template: string,
    data: { title: string } & Record<string, unknown>,
    status = 200,
  ): Promise<void> {
    const principal = knownPrincipal(request)
    void reply.code(status).header('cache-control', 'no-store')
    await reply.view(template, { ...this.frame(request, reply, principal), ...data })
  }

  private frame(request: ConsoleRequest, reply: ConsoleReply, principal: Principal | undefined): object {
    if (principal === undefined) return {}
    const path = request.url.split('?')[0] ?? '/'
    return {
      viewer: {
        name: principal.person?.name ?? principal.clientId,
        units: this.unitNames(principal),
      },
      may: {
        seeGaps: principal.scopes.has('gaps.read'),
        explain: principal.scopes.has('messages.read'),
      },
      csrfToken: principal.person === undefined ? undefined : reply.generateCsrf(),
      navigation: [
        { text: 'Overview', href: '/', current: path === '/' },
        ...this.items
          .filter(({ scope }) => principal.scopes.has(scope))
          .map(({ text, href }) => ({
            text,
            href,
            current: path === href,
            active: path.startsWith(`${href}/`),
          })),
      ],
    }
  }

  private unitNames({ units, organisation }: Principal): string {
    if (units === '*') return this.catalogue.organisations.get(organisation)?.name ?? organisation
    return units.map((unit) => this.catalogue.units.get(unit)?.name ?? unit).join(', ')
  }
}

function knownPrincipal(request: ConsoleRequest): Principal | undefined {
  try {
    return principalOf(request)
  } catch {
    // no guard was asked, for there is no such page
    return signedInPrincipal(request)
  }
}
