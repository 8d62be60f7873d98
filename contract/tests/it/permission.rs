//! Who may do what, as a golden table: a changed right is a reviewed diff (E3).

use crate::golden::golden;
use contract::api;
use contract::permission::{Access, AccountScope, Permission, Role};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn mark(allowed: bool) -> &'static str {
    if allowed { "yes" } else { "-" }
}

#[test]
fn e3_roles_and_permissions_are_the_reviewed_ones() {
    let mut table = String::new();
    for permission in Permission::ALL {
        table += &format!("{permission:?}\n");
        for role in Role::ALL {
            table += &format!("  {:<26}{}\n", role.name(), mark(role.may(permission)));
        }
    }
    golden("permissions.txt", include_str!("../golden/permissions.txt"), &table);
}

#[test]
fn e3_who_may_call_what_is_the_reviewed_table() {
    let mut table = String::new();
    for endpoint in api::all() {
        let roles = Role::ALL.into_iter().map(Some).chain([None]);
        let admitted: Vec<&str> = roles
            .filter(|role| endpoint.access.admits(*role))
            .map(|role| role.map_or("anyone", Role::name))
            .collect();
        table += &format!("{:<6} {}\n       {}\n", endpoint.method.name(), endpoint.path, admitted.join(" "));
    }
    golden("access.txt", include_str!("../golden/access.txt"), &table);
}

#[test]
fn e3_nobody_who_is_not_signed_in_has_a_permission() {
    for permission in Permission::ALL {
        assert!(!Access::Allowed(permission).admits(None));
        let of_platform = permission == Permission::Operate;
        assert_eq!(Access::Allowed(permission).admits(Some(Role::SuperAdministrator)), !of_platform);
        assert_eq!(Access::Allowed(permission).admits(Some(Role::PlatformOperator)), of_platform);
    }
    assert!(Access::Public.admits(None) && !Access::SignedIn.admits(None));
}

#[test]
fn roles_keep_their_names() {
    for role in Role::ALL {
        assert_eq!(Role::parse(role.name()), Some(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.name());
    }
    assert_eq!(Role::parse("Viewer"), None);
    assert_eq!(serde_json::to_string(&AccountScope::All).unwrap(), "\"all\"");
}
