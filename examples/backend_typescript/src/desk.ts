/** What a news desk does with Mizan: hand in pages, wait for their events, read the contradictions. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Alignment__Output as Alignment } from '../generated/mizan/mizan/v1/Alignment.js';
import type { ArticleInput } from '../generated/mizan/mizan/v1/ArticleInput.js';
import type { Event__Output as Event } from '../generated/mizan/mizan/v1/Event.js';
import type { Relation__Output as Relation } from '../generated/mizan/mizan/v1/Relation.js';
import { failureOf, isServiceError } from './failure.js';
import type { Services } from './services.js';

const POLL_MS = 200;

/** Stores an article and returns its name. The request id makes the call safe to repeat. */
export async function ingest(services: Services, article: ArticleInput): Promise<string> {
  const answer = await services.ingestArticle({ article, requestId: randomUUID() });
  return answer!.article!.name;
}

/** All stored events told by at least so many outlets, latest change first. */
export async function* events(services: Services, minOutlets: number): AsyncGenerator<Event> {
  let pageToken = '';
  do {
    const page = await services.listEvents({ minOutlets, pageToken });
    yield* page!.events;
    pageToken = page!.nextPageToken;
  } while (pageToken);
}

/** Waits until every named article belongs to an event whose alignment has read it. */
export async function aligned(services: Services, articles: string[], waitMs = 30_000): Promise<Alignment[]> {
  const until = Date.now() + waitMs;
  for (;;) {
    const missing = new Set(articles);
    const found: Alignment[] = [];
    for await (const event of events(services, 0)) {
      if (!event.articles.some((name) => missing.has(name))) continue;
      const alignment = await alignmentOf(services, event);
      if (!alignment) break;
      found.push(alignment);
      alignment.articles.forEach((article) => missing.delete(article.name));
    }
    if (missing.size === 0) return found;
    if (Date.now() > until) throw new Error(`not aligned within ${waitMs} ms: ${[...missing].join(', ')}`);
    await sleep(POLL_MS);
  }
}

async function alignmentOf(services: Services, event: Event): Promise<Alignment | undefined> {
  try {
    return await services.getAlignment({ name: `${event.name}/alignment` });
  } catch (error) {
    if (isServiceError(error) && failureOf(error).reason === 'ALIGNMENT_NOT_READY') return undefined;
    throw error;
  }
}

/** The contradictions of one alignment with at least this score, highest first. */
export async function* contradictions(
  services: Services,
  alignment: Alignment,
  minScore: number,
): AsyncGenerator<Relation> {
  let pageToken = '';
  do {
    const page = await services.listRelations({
      parent: alignment.name.replace(/\/alignment$/, ''),
      types: ['CONTRADICTION'],
      minScore,
      alignmentRevision: alignment.revision,
      pageToken,
    });
    yield* page!.relations;
    pageToken = page!.nextPageToken;
  } while (pageToken);
}
