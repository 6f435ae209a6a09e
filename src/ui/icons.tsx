// The few pictures of the interface, as inline SVG that takes the colour of its text. All are decoration: words say the same.
const shapes = {
  info: "M12 11v5.5M12 7.5v.01",
  success: "m8 12.5 2.7 2.7L16 9.5",
  warning: "M12 9.5v4.2M12 16.7v.01",
  danger: "M12 7.5v5.5M12 16.5v.01",
  dots: "M12 5.5v.01M12 12v.01M12 18.5v.01",
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class={`icon icon-${name}`}
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "dots" ? 3 : 2}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {name === "warning" ? (
        <path d="M10.3 4.2 2.6 17.5A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z" />
      ) : name === "dots" ? null : (
        <circle cx="12" cy="12" r="9" />
      )}
      <path d={shapes[name]} />
    </svg>
  );
}
