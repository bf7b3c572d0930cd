import { describe, expect, it } from 'vitest';
import { toTemplate } from './to-template.ts';

describe('toTemplate', () => {
  it.each([
    ['/users/:id', '/users/{id}'],
    ['/users/:id(\\d+)/posts/:post?', '/users/{id}/posts/{post}'],
    ['/name\\:verb', '/name:verb'],
    ['/name::verb', '/name:verb'],
    ['/::static/:id', '/:static/{id}'],
    ['/files/*rest', '/files/{rest}'],
    ['/opt{/:x}', '/opt/{x}'],
    ['/:from-:to', '/{from}-{to}'],
  ])('%s is %s', (route, template) => {
    expect(toTemplate(route)).toBe(template);
  });
});
