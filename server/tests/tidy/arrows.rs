//! Who may know whom.

use crate::tree::{Source, nothing, sources};

/// Code below `place` names none of `words`.
struct Arrow {
    place: &'static str,
    except: &'static [&'static str],
    words: &'static [&'static str],
    instead: &'static str,
}

const ARROWS: &[Arrow] = &[
    Arrow {
        place: "contract/src",
        except: &[],
        words: &["f32", "f64"],
        instead: "contract calculates exactly: take Money, Amount or an integer",
    },
    Arrow {
        place: "contract/src",
        except: &[],
        words: &["HashMap", "HashSet", "RandomState"],
        instead: "contract gives the same answer every time: take a BTreeMap, a BTreeSet or a sorted Vec",
    },
    Arrow {
        place: "contract/src",
        except: &[],
        words: &[
            "async",
            "tokio",
            "std::fs",
            "std::net",
            "std::time",
            "std::env",
            "std::process",
            "std::thread",
        ],
        instead: "contract does no I/O and knows no clock: let the caller do it, and pass in what came of it",
    },
    Arrow {
        place: "contract/src",
        except: &[],
        words: &["Utc::now", "Local::now", "getrandom", "rand", "println!", "eprintln!"],
        instead: "time and chance are parameters, and printing is the caller's",
    },
    Arrow {
        place: "contract/src",
        except: &[],
        words: &["leptos", "axum", "sqlx", "web_sys", "gloo_net"],
        instead: "contract is compiled into both sides: it knows neither browser, server nor database",
    },
    Arrow {
        place: "contract/src/money",
        except: &[],
        words: &["crate::cycle", "crate::id", "crate::account", "crate::bill", "crate::api", "crate::file"],
        instead: "money is the ground: whoever needs both puts them together above it",
    },
    Arrow {
        place: "contract/src/cycle.rs",
        except: &[],
        words: &["crate::account", "crate::bill", "crate::api", "crate::file"],
        instead: "a cycle knows no bill: put it into the noun's file",
    },
    Arrow {
        place: "contract/src/id.rs",
        except: &[],
        words: &["crate::account", "crate::bill", "crate::api", "crate::file"],
        instead: "an id knows nothing of what it names: put it into the noun's file",
    },
    Arrow {
        place: "contract/src/file",
        except: &[],
        words: &["crate::api"],
        instead: "a file format knows nouns, not the interface",
    },
    Arrow {
        place: "src",
        except: &[],
        words: &["server", "sqlx", "axum"],
        instead: "the portal knows the server by the contract's endpoints only",
    },
    Arrow {
        place: "src/ui",
        except: &[],
        words: &["contract", "crate::route", "crate::api", "crate::session", "crate::parts", "crate::pages"],
        instead: "ui knows no product: pass texts and values in, or move the component to src/parts",
    },
    Arrow {
        place: "src/parts",
        except: &[],
        words: &["crate::api", "crate::pages"],
        instead: "parts load nothing: pass the data in, or move the component to its page",
    },
    Arrow {
        place: "server/src",
        except: &["server/src/store", "server/src/store.rs"],
        words: &["sqlx"],
        instead: "SQL lives in server/src/store: add a function there",
    },
    Arrow {
        place: "server/src",
        except: &["server/src/http", "server/src/http.rs", "server/src/sandbox", "server/src/channel"],
        words: &["axum", "hyper", "tower_http"],
        instead: "HTTP lives in server/src/http: return a value or a Failure, and translate it there",
    },
    Arrow {
        place: "server/src/store",
        except: &[],
        words: &["crate::engine", "crate::http", "crate::cli", "crate::document", "crate::demo"],
        instead: "the store reads and records, and knows nobody above it: pass in what it needs",
    },
    Arrow {
        place: "server/src/sandbox",
        except: &[],
        words: &["crate::engine", "crate::http", "crate::store", "crate::cli"],
        instead: "the sandbox is a service of its own: it shares a key with the portal, and words on the wire",
    },
    Arrow {
        place: "server/src/channel",
        except: &[],
        words: &["crate::engine", "crate::http", "crate::store", "crate::cli", "crate::sandbox", "axum"],
        instead: "a channel is spoken to over the network and knows no payment of ours: pass in what it needs",
    },
    Arrow {
        place: "server/src/engine",
        except: &[],
        words: &["crate::http", "crate::cli"],
        instead: "the engine knows no way in: return a value or a Failure",
    },
    Arrow {
        place: "server/src/index",
        except: &[],
        words: &["crate::http", "crate::engine", "crate::cli", "crate::document"],
        instead: "the index is a read model below the engine: pass in what it needs",
    },
    Arrow {
        place: "server/src/document",
        except: &[],
        words: &["crate::http", "crate::engine", "crate::store", "crate::cli"],
        instead: "documents are rows in, bytes out: read the rows above and pass them in",
    },
    Arrow {
        place: "server/src/demo",
        except: &[],
        words: &["crate::http", "crate::cli"],
        instead: "the demo world is made through the store",
    },
];

#[test]
fn arrows_go_one_way() {
    let tree = sources(&["contract/src", "src", "server/src"]);
    let mut found = Vec::new();
    for arrow in ARROWS {
        for source in tree.iter().filter(|source| is_in(source, arrow)) {
            for word in arrow.words {
                let lines = source.naming(word);
                found.extend(
                    lines.map(|line| format!("{}:{line} names `{word}`: {}.", source.path, arrow.instead)),
                );
            }
        }
    }
    nothing(&found);
}

fn is_in(source: &Source, arrow: &Arrow) -> bool {
    let below = |place: &str| {
        source.path == place
            || source.path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/') || rest == ".rs")
    };
    below(arrow.place) && !arrow.except.iter().any(|place| below(place))
}

#[test]
fn pages_never_import_each_other() {
    let mut found = Vec::new();
    for source in sources(&["src/pages"]) {
        let own = source.path.trim_start_matches("src/pages/").split(['/', '.']).next().unwrap().to_owned();
        for (index, line) in source.shipped().lines().enumerate() {
            let named = line.split("crate::pages::").skip(1);
            let others = named.filter(|rest| {
                let first = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                first != own
            });
            found.extend(others.map(|_| {
                let place = format!("{}:{}", source.path, index + 1);
                format!("{place} imports another page: move what both need to src/parts, or link by route.")
            }));
        }
    }
    nothing(&found);
}

#[test]
fn what_an_arrow_speaks_of_exists() {
    let tree = sources(&["contract/src", "src", "server/src"]);
    let gone = ARROWS.iter().filter(|arrow| !tree.iter().any(|source| is_in(source, arrow)));
    let gone = gone.map(|arrow| {
        format!(
            "nothing lies below {}: correct or remove its line in server/tests/tidy/arrows.rs.",
            arrow.place
        )
    });
    nothing(&gone.collect::<Vec<_>>());
}
