// The whole document: the narrow card of sign-in and set-up, and the frame around a signed-in person's pages.
import { raw } from "hono/html";
import type { Child } from "hono/jsx";
import { type Accent, accentOf, tabIcon } from "./accents.ts";
import { Apart } from "./apart.tsx";
import { consoleStylePath, scriptPath, stylePath } from "./assets.ts";
import { drawnOnce } from "./drawn-once.tsx";
import { Form, type Hidden } from "./form.tsx";
import { Behind } from "./overlay.tsx";
import { useWords } from "./spoken.tsx";
import { unbroken } from "./unbroken.tsx";
import { initial } from "./words.ts";

export interface PageOrganisation {
  name: string;
  /** One of `accents`; anything else is blue. */
  accent?: string | null;
  /** Names the version of its logo that `/logo` has; without one the first letter of the name stands in. */
  logo?: string | null;
}

export interface NavItem {
  href: string;
  label: string;
  current?: boolean;
  /** Shown as a small number; 0 shows nothing. */
  count?: number;
}

export interface PagePerson {
  name: string;
  href: string;
  /** Address on this server: the content security policy lets no other in. */
  picture?: string | null;
}

interface CommonPage {
  /** In the browser's tab, and the heading unless `heading` says otherwise. */
  title: string;
  organisation: PageOrganisation;
  heading?: Child | false;
  lead?: Child;
  notices?: Child;
  /** An `<Overlay>`; all else is then behind it. */
  overlay?: Child;
  children?: Child;
}

export interface CardPage extends CommonPage {
  kind: "card";
  /** `wide`: for reference pages. */
  width?: "narrow" | "medium" | "wide";
  /** Small links under the card. */
  footer?: Child;
}

export interface AppPage extends CommonPage {
  kind: "app";
  nav: readonly NavItem[];
  person: PagePerson;
  signOut: { action: string; hidden?: Hidden };
  /** For tables. */
  wide?: boolean;
  /** For administrators and helpers: with the console's own stylesheet. */
  console?: boolean;
  /** Buttons beside the heading. */
  actions?: Child;
}

export type PageProps = CardPage | AppPage;

export function Page(props: PageProps) {
  const { language, direction, apart, shared } = useWords();
  const accent = accentOf(props.organisation.accent);
  const body = props.kind === "card" ? <Card {...props} /> : <App {...props} />;
  return (
    <>
      {raw("<!doctype html>")}
      <html lang={language} dir={direction === "rtl" ? "rtl" : undefined} data-accent={accent}>
        <Head
          title={`${props.title} · ${apart(props.organisation.name)}`}
          accent={accent}
          console={props.kind === "app" && props.console === true}
        />
        <body data-cannot-copy={shared.cannotCopy}>
          {props.overlay ? <Behind>{body}</Behind> : body}
          {props.overlay}
        </body>
      </html>
    </>
  );
}

const Head = drawnOnce(({ title, accent, console }: { title: string; accent: Accent; console: boolean }) => (
  <head>
    <meta charset="utf-8" />
    <title>{title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <link rel="icon" href={tabIcon(accent)} />
    <link rel="stylesheet" href={stylePath} />
    {console ? <link rel="stylesheet" href={consoleStylePath} /> : null}
    <script src={scriptPath} defer />
  </head>
));

function Card(props: CardPage) {
  return (
    <div class={`page card-page ${props.width ?? "narrow"}`}>
      <header class="masthead">
        <Brand name={props.organisation.name} logo={props.organisation.logo} />
      </header>
      <main id="main">
        <Heading {...props} />
        {props.notices}
        {props.children}
      </main>
      {props.footer ? <footer class="under">{props.footer}</footer> : null}
    </div>
  );
}

function App(props: AppPage) {
  const { shared } = useWords();
  return (
    <div class={`page app-page${props.wide || props.nav.length > 4 ? " broad" : ""}${props.wide ? " wide" : ""}`}>
      {props.overlay ? null : (
        <a class="skip" href="#main">
          {shared.skipToContent}
        </a>
      )}
      <header class="topbar">
        <div class="topbar-row">
          <Brand name={props.organisation.name} logo={props.organisation.logo} />
          <div class="account">
            <PersonLink person={props.person} />
            <Form action={props.signOut.action} hidden={props.signOut.hidden}>
              <button class="button link" type="submit">
                {shared.signOut}
              </button>
            </Form>
          </div>
        </div>
        <Navigation items={props.nav} />
      </header>
      <main id="main" tabindex={-1}>
        {props.notices}
        <div class="page-head">
          <div>
            <Heading {...props} />
          </div>
          {props.actions ? <div class="actions">{props.actions}</div> : null}
        </div>
        {props.children}
      </main>
    </div>
  );
}

function Heading({ title, heading, lead }: CommonPage) {
  return (
    <>
      {heading === false ? null : (
        <h1>
          <Apart>{heading ?? title}</Apart>
        </h1>
      )}
      {lead ? <p class="lead">{unbroken(lead)}</p> : null}
    </>
  );
}

const Brand = drawnOnce(({ name, logo }: Pick<PageOrganisation, "name" | "logo">) => (
  <p class="brand">
    {logo ? (
      <img class="logo" src={logoAddress(logo)} alt="" height="32" />
    ) : (
      <span class="mark" aria-hidden="true">
        {initial(name)}
      </span>
    )}
    <span class="brand-name">{name}</span>
  </p>
));

/** The hash makes a new logo a new address. */
export const logoAddress = (logo: string): string => `/logo?v=${logo}`;

function PersonLink({ person }: { person: PagePerson }) {
  return (
    <a class="person" href={person.href}>
      {person.picture ? (
        <img class="picture" src={person.picture} alt="" width="32" height="32" />
      ) : (
        <span class="picture" aria-hidden="true">
          {initial(person.name)}
        </span>
      )}
      <span class="person-name">{person.name}</span>
    </a>
  );
}

function Navigation({ items }: { items: readonly NavItem[] }) {
  const { shared } = useWords();
  if (items.length === 0) return null;
  return (
    <nav aria-label={shared.mainNavigation}>
      <ul>
        {items.map((item) => (
          <li>
            <a href={item.href} aria-current={item.current ? "page" : undefined}>
              {item.label}
              {item.count ? (
                <>
                  {" "}
                  <span class="count">{item.count}</span>
                </>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
